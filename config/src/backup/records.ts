import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { writePrivate } from "../write.ts";

export const lastBackupName = "last-backup.json";
export const restoredName = "restored.json";

const LastBackup = z.strictObject({
  /** The point in time that it shows, ISO 8601. */
  point: z.iso.datetime(),
  file: z.string(),
  /** Size of the file. */
  bytes: z.int(),
});
/** The newest backup that was made of this installation. */
export type LastBackup = z.infer<typeof LastBackup>;

/** Undefined when none was made since the data folder exists. */
export const readLastBackup = (dataFolder: string): LastBackup | undefined =>
  read(join(dataFolder, lastBackupName), LastBackup);

export const writeLastBackup = (dataFolder: string, backup: LastBackup): void =>
  writePrivate(join(dataFolder, lastBackupName), `${JSON.stringify(backup, null, 2)}\n`);

/** The same for people. */
export const backupWords = ({ point, file, bytes }: LastBackup): string =>
  `${point.slice(0, 16).replace("T", " ")} UTC, ${(bytes / 1e6).toFixed(1)} MB: ${file}`;

const Restored = z.strictObject({
  at: z.iso.datetime(),
  /** The point in time that the data were taken back to. */
  point: z.iso.datetime(),
  from: z.string(),
});
/** That this installation came from a backup. */
export type Restored = z.infer<typeof Restored>;

/** Undefined when the data were never restored. */
export const readRestored = (dataFolder: string): Restored | undefined =>
  read(join(dataFolder, restoredName), Restored);

export const writeRestored = (dataFolder: string, restored: Restored): void =>
  writePrivate(join(dataFolder, restoredName), `${JSON.stringify(restored, null, 2)}\n`);

function read<Schema extends z.ZodType>(file: string, schema: Schema): z.output<Schema> | undefined {
  return existsSync(file) ? schema.parse(JSON.parse(readFileSync(file, "utf8"))) : undefined;
}
