import { execFile } from "node:child_process";
import { existsSync, readdirSync, rmSync, statSync, utimesSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { openInstallation } from "../../config/src/context.ts";
import { hashOf } from "../../config/src/engines/sources-hash.ts";
import { installOnce } from "../../config/src/engines/install.ts";

const run = promisify(execFile);

/** What the sample company's data follow from; the lock names the engines' versions. */
const SOURCES = [
  "appservice/src",
  "appservice/contract/src",
  "config/src",
  "config/sample-company",
  "config/synapse",
  "package-lock.json",
];
/** Of other versions so many stay, for whoever goes back and forth between two. */
const KEPT = 2;

/**
 * Puts a data folder with the sample company at `target`, as it was after a
 * clean stop. `make` fills one, and is asked for only when none is in the cache
 * that was made today of the same sources: its conversations are told by the day.
 */
export async function copySampleData(target: string, make: () => Promise<string>): Promise<void> {
  const day = new Date().toISOString().slice(0, 10);
  const folder = join(openInstallation(undefined).folders.cache, "test-data", `${day}-${await hashOf(SOURCES)}`);
  await installOnce(
    folder,
    () => undefined,
    new AbortController().signal,
    async (part) => {
      await copy(await make(), join(part, "data"));
    },
  );
  forgetOthers(folder);
  await copy(join(folder, "data"), target);
  // Its age is the installation's, and an old one without a backup is warned of.
  const now = new Date();
  utimesSync(join(target, "server-name"), now, now);
}

/** With owners and rights: the database server refuses a folder that is not its own. */
const copy = (from: string, to: string) => run("cp", ["-a", "--reflink=auto", from, to]);

function forgetOthers(folder: string): void {
  const all = readdirSync(dirname(folder))
    .map((name) => join(dirname(folder), name))
    .filter((path) => path !== folder && !path.endsWith(".part") && existsSync(join(path, "data")))
    .toSorted((left, right) => statSync(right).mtimeMs - statSync(left).mtimeMs);
  for (const old of all.slice(KEPT - 1)) rmSync(old, { recursive: true, force: true });
}
