import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";

/** One thing below a folder; `path` is relative to it. */
export interface Found {
  readonly path: string;
  readonly isFolder: boolean;
}

/**
 * Everything below a folder, each folder before what it holds, in the order of
 * names. What vanishes meanwhile is passed over. `wanted` says whether something
 * is wanted; links and devices never are.
 */
export async function* walk(
  root: string,
  wanted: (path: string, isFolder: boolean) => boolean,
  below = "",
): AsyncGenerator<Found> {
  const entries = await readdir(join(root, below), { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = below === "" ? entry.name : `${below}/${entry.name}`;
    const isFolder = entry.isDirectory();
    if ((!isFolder && !entry.isFile()) || !wanted(path, isFolder)) continue;
    yield { path, isFolder };
    if (isFolder) yield* walk(root, wanted, path);
  }
}

/** Bytes of all files that {@link walk} would find. */
export async function sizeOf(
  root: string,
  wanted: (path: string, isFolder: boolean) => boolean = () => true,
): Promise<number> {
  let bytes = 0;
  for await (const { path, isFolder } of walk(root, wanted)) {
    if (isFolder) continue;
    const found = await stat(join(root, path)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return undefined;
      throw error;
    });
    bytes += found?.size ?? 0;
  }
  return bytes;
}
