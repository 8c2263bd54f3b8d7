import { z } from "zod";

/** Raised when an older release could no longer read what this one writes. */
export const backupFormat = 1;

/** Name of the manifest in the archive: its last entry, so an archive without it is not whole. */
export const manifestName = "manifest.json";

const BackedUpFile = z.strictObject({
  /** Below the archive's root, with `/` between folders. */
  path: z.string().min(1),
  bytes: z.int().min(0),
  /** In hexadecimal. */
  sha256: z.string().length(64),
});
export type BackedUpFile = z.infer<typeof BackedUpFile>;

/** How the two databases stand in the archive. */
const BackedUpDatabases = z.discriminatedUnion("kind", [
  z.strictObject({
    /** The files of our own server: both databases at one position of its write-ahead log. */
    kind: z.literal("files"),
    /** `PG_VERSION` of the cluster; only the same major version reads it. */
    major: z.string(),
    version: z.string(),
    /** Positions of the write-ahead log, as `pg_backup_start` and `pg_backup_stop` gave them. */
    startLsn: z.string(),
    stopLsn: z.string(),
  }),
  z.strictObject({
    /** `pg_dump --format=custom` of each database of a server elsewhere. */
    kind: z.literal("dumps"),
    major: z.string(),
    version: z.string(),
    /** In the order in which their snapshots were taken. */
    databases: z.array(z.string()),
  }),
]);
export type BackedUpDatabases = z.infer<typeof BackedUpDatabases>;

/** What a backup says of itself. */
export const Manifest = z.strictObject({
  portico: z.literal("backup"),
  format: z.literal(backupFormat),
  /** Version of the checkout that made it. */
  version: z.string(),
  /** Newest migration of the application service's database. */
  migration: z.string().nullable(),
  serverName: z.string(),
  company: z.strictObject({ en: z.string(), zh: z.string() }),
  /** The point in time that the backup shows, ISO 8601. */
  point: z.iso.datetime(),
  databases: BackedUpDatabases,
  folders: z.array(z.string()),
  files: z.array(BackedUpFile),
});
export type Manifest = z.infer<typeof Manifest>;
