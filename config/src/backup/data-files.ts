import { relative } from "node:path";
import type { Installation } from "../installation.ts";
import { lastBackupName, restoredName } from "./records.ts";

/** Folder of the archive with what lies in the data folder besides the database server's files. */
export const dataFolder = "data";

/** The configuration in the archive, for reading it out by hand. */
export const configName = "portico.yaml";

/** Made anew at every start, or about one machine and one run. */
const rebuilt = new Set([
  "logs",
  "run",
  "settings",
  "postgres",
  "synapse/policy-snapshot.json",
  lastBackupName,
  restoredName,
]);

/**
 * Whether something in the data folder belongs into a backup. Whatever is not
 * known to be made anew does, so that what a later feature keeps there is not
 * forgotten.
 */
export function belongsToBackup({ folders }: Installation): (path: string) => boolean {
  const backups = relative(folders.data, folders.backups);
  return (path) =>
    !rebuilt.has(path) && path !== backups && !path.endsWith(".part") && !path.split("/").at(-1)?.startsWith(".");
}
