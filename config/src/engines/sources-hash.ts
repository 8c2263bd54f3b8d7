import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { checkout } from "../installation.ts";

const sources = [
  "web-client",
  "appservice/contract/src",
  "package-lock.json",
  "config/src/web/build.ts",
  "config/src/web/compress.ts",
];

/** Changes whenever the built web client would. */
export const sourcesHash = (): Promise<string> => hashOf(sources);

/** Changes whenever a file at or below one of these paths of the checkout does. */
export async function hashOf(paths: readonly string[]): Promise<string> {
  const hash = createHash("sha256");
  for (const source of paths) {
    for (const file of await filesBelow(join(checkout, source))) {
      hash.update(`${relative(checkout, file)}\0`);
      hash.update(await readFile(file));
    }
  }
  return hash.digest("hex").slice(0, 20);
}

/** All files, sorted; what tools leave behind does not count. */
async function filesBelow(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOTDIR") return undefined;
    throw error;
  });
  if (!entries) return [path];
  const below = await Promise.all(
    entries
      .filter(({ name }) => name !== "node_modules" && name !== "dist" && !name.endsWith(".tsbuildinfo"))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1))
      .map((entry) =>
        entry.isDirectory() ? filesBelow(join(path, entry.name)) : Promise.resolve([join(path, entry.name)]),
      ),
  );
  return below.flat();
}
