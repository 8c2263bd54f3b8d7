import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { Plugin } from "vite";

const brotli = promisify(brotliCompress);
const gz = promisify(gzip);
const compressible = /\.(?:js|css|html|svg|json|wasm|webmanifest)$/;
/** Below this size (bytes) the headers cost more than compression wins. */
const smallest = 512;
/** Above this size (bytes) the slowest brotli setting costs tens of seconds for about a tenth. */
const large = 2_000_000;

/** Writes `.br` and `.gz` beside each text file of the build, for a server that only has to pick one. */
export const precompress = (): Plugin => ({
  name: "portico:precompress",
  apply: "build",
  async writeBundle(options) {
    const folder = options.dir ?? "dist";
    const names = await readdir(folder, { recursive: true });
    for (const name of names.filter((each) => compressible.test(each))) {
      const path = join(folder, name);
      if ((await stat(path)).size < smallest) continue;
      const content = await readFile(path);
      const quality = content.length > large ? 9 : 11;
      const [small, smaller] = await Promise.all([
        gz(content, { level: 9 }),
        brotli(content, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } }),
      ]);
      await Promise.all([writeFile(`${path}.gz`, small), writeFile(`${path}.br`, smaller)]);
    }
  },
});
