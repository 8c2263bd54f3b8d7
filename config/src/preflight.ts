import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import type { Engine } from "./engines/engine.ts";
import type { Installation } from "./installation.ts";
import { busyPorts } from "./ports.ts";
import { Problem } from "./problem.ts";
import { writePrivate } from "./write.ts";

/**
 * Makes the folders of an installation. Throws with the folder, the reason and
 * the key that names it when one cannot be written.
 */
export function prepareFolders({ folders, config }: Installation): void {
  writable(folders.data, "dataFolder");
  // The database server's account passes through; what is private is closed one level below.
  chmodSync(folders.data, 0o711);
  for (const folder of [folders.logs, folders.run, folders.settings, folders.synapse, join(folders.synapse, "media")])
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  writable(folders.cache, "cacheFolder");
  keepServerName(folders.data, config.serverName);
}

/** What is wrong with the folders, without making them; for doctor. */
export function folderProblem(folder: string, key: string): string | undefined {
  try {
    let existing = folder;
    while (!existsSync(existing)) existing = join(existing, "..");
    if (!statSync(existing).isDirectory()) return cannotWrite(folder, key, `${existing} is a file`);
    accessSync(existing, constants.W_OK | constants.X_OK);
    return undefined;
  } catch (error) {
    return cannotWrite(folder, key, error);
  }
}

function writable(folder: string, key: string): void {
  try {
    makeFolder(folder);
    const probe = join(folder, `.writable-${process.pid}`);
    writeFileSync(probe, "");
    rmSync(probe);
  } catch (error) {
    throw new Problem(cannotWrite(folder, key, error));
  }
}

/** Level by level: mkdir's own recursion never ends where the kernel answers ENOENT, as below /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder);
}

function cannotWrite(folder: string, key: string, error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
  return `${folder} (${key}) cannot be written (${code}). Give this user the right to write there, or set ${key} in portico.yaml to another folder.`;
}

/** The server name is part of every user and room id, so data made under one name is useless under another. */
function keepServerName(data: string, serverName: string): void {
  const file = join(data, "server-name");
  const before = existsSync(file) ? readFileSync(file, "utf8").trim() : undefined;
  if (before === undefined) writePrivate(file, `${serverName}\n`);
  else if (before !== serverName)
    throw new Problem(
      `serverName is ${serverName}, but the data in ${data} belong to ${before}. ` +
        `Set serverName back to ${before}, or set dataFolder to a new folder.`,
    );
}

/** Rejects with every port that is taken, the program that holds it and the key to change. */
export async function checkPorts(engines: readonly Engine[]): Promise<void> {
  const busy = await busyPorts(engines.flatMap((engine) => engine.ports));
  if (busy.length > 0) throw new Problem(busy.join("\n"));
}

/** Throws when less than 2 GB are free where the engines and the data go. */
export function checkDiskSpace({ folders }: Installation): void {
  for (const [key, folder] of [
    ["dataFolder", folders.data],
    ["cacheFolder", folders.cache],
  ] as const) {
    const free = freeGigabytes(folder);
    if (free < 0.5)
      throw new Problem(
        `${folder} (${key}) has ${free.toFixed(1)} GB free; Portico needs 0.5 GB and 2 GB for the first start. Make room, or set ${key} to another disk.`,
      );
  }
}

export const freeGigabytes = (folder: string): number => freeBytes(folder) / 1e9;

/** What this user may still write on the disk that holds a folder, which need not exist yet. */
export function freeBytes(folder: string): number {
  let existing = folder;
  while (!existsSync(existing)) existing = join(existing, "..");
  const { bavail, bsize } = statfsSync(existing);
  return bavail * bsize;
}
