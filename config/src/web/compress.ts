import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const worthwhile = /\.(?:html|js|css|json|svg|wasm|webmanifest|txt)$/;

/** Puts a `.br` and a `.gz` beside every text and program file of a built client. */
export async function compressFolder(folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    if (!entry.isFile() || !worthwhile.test(entry.name)) continue;
    const file = join(entry.parentPath, entry.name);
    const content = await readFile(file);
    // Quality 11 takes ten times as long for a twentieth less.
    const small = await promisify(brotliCompress)(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } });
    await writeFile(`${file}.br`, small);
    await writeFile(`${file}.gz`, await promisify(gzip)(content, { level: 9 }));
  }
}
