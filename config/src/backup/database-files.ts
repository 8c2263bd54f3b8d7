import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { Client } from "pg";
import type { Progress } from "../engines/engine.ts";
import { Problem } from "../problem.ts";
import type { ArchiveWriter } from "./archive-writer.ts";
import type { BackedUpDatabases } from "./manifest.ts";
import { walk } from "./walk.ts";

/** Folder of the archive, and of the data folder, that holds the cluster. */
export const clusterFolder = "postgres";

/** Folders that a server makes the content of anew ("Making a Base Backup Using the Low Level API"). */
const emptied = new Set([
  "pg_wal",
  "pg_replslot",
  "pg_dynshmem",
  "pg_notify",
  "pg_serial",
  "pg_snapshots",
  "pg_stat_tmp",
  "pg_subtrans",
]);
/** Files that belong to the running server, to an earlier backup, or are made anew. */
const leftOut = new Set([
  "postmaster.pid",
  "postmaster.opts",
  "backup_label",
  "backup_label.old",
  "tablespace_map",
  "tablespace_map.old",
  "backup_manifest",
  "pg_internal.init",
]);

/** Whether a file of a cluster belongs into a base backup; `pg_control` and the log are taken at the end. */
export function belongsToBaseBackup(path: string): boolean {
  const [top = ""] = path.split("/");
  if (emptied.has(top)) return path === top;
  const name = basename(path);
  return !leftOut.has(name) && !name.startsWith("pgsql_tmp") && path !== "global/pg_control";
}

/**
 * Puts the cluster that runs on `folder` into the archive: a base backup
 * through SQL, with the write-ahead log from its start to its end, so that
 * both databases stand at one position. PostgreSQL 18, section "Making a Base
 * Backup Using the Low Level API". Ends the connection's session in any case.
 */
export async function backUpFiles(
  adminUrl: string,
  folder: string,
  archive: ArchiveWriter,
  progress: Progress,
): Promise<{ databases: BackedUpDatabases; point: Date }> {
  // One session from start to stop: when it ends in between, the server gives the backup up.
  const client = new Client({ connectionString: adminUrl });
  let lost: Error | undefined;
  client.on("error", (error) => (lost = error));
  await client.connect();
  try {
    // The slot keeps the log from being recycled; it is gone with the session.
    await client.query("SELECT pg_create_physical_replication_slot($1, true, true)", [`portico_backup_${process.pid}`]);
    progress("waits for a checkpoint of the database server");
    const startLsn = await one(client, "SELECT pg_backup_start('portico', fast => true)::text AS value");
    await archive.folder(clusterFolder);
    for await (const { path, isFolder } of walk(folder, belongsToBaseBackup)) {
      if (lost) throw lost;
      if (isFolder) await archive.folder(`${clusterFolder}/${path}`);
      else await archive.file(`${clusterFolder}/${path}`, join(folder, path));
      progress(`database, ${megabytes(archive.bytes)}`);
    }
    await archive.folder(`${clusterFolder}/pg_wal/archive_status`);
    await archive.folder(`${clusterFolder}/pg_wal/summaries`);
    await archive.text(`${clusterFolder}/global/pg_control`, await readControl(folder));
    const { rows } = await client.query<{ lsn: string; labelfile: string; spcmapfile: string; at: Date }>(
      "SELECT lsn::text, labelfile, spcmapfile, clock_timestamp() AS at FROM pg_backup_stop(wait_for_archive => false)",
    );
    const stop = rows[0];
    if (!stop) throw new Error("pg_backup_stop answered nothing");
    if (stop.spcmapfile.trim() !== "")
      throw new Problem(
        "The database server has tablespaces outside its folder, which this backup does not hold. Move them back, or back up with pg_basebackup.",
      );
    await archive.text(`${clusterFolder}/backup_label`, stop.labelfile);
    progress("database, its write-ahead log");
    for (const segment of await segmentsBetween(client, startLsn, stop.lsn)) {
      const kept = await archive.file(`${clusterFolder}/pg_wal/${segment}`, join(folder, "pg_wal", segment));
      if (!kept) throw new Problem(`The database server removed its log ${segment} during the backup. Try again.`);
    }
    const version = (await one(client, "SHOW server_version")).split(" ")[0] ?? "";
    const major = (await readFile(join(folder, "PG_VERSION"), "utf8")).trim();
    return { databases: { kind: "files", major, version, startLsn, stopLsn: stop.lsn }, point: stop.at };
  } finally {
    await client.end();
  }
}

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`;

async function one(client: Client, text: string, values: readonly unknown[] = []): Promise<string> {
  const { rows } = await client.query<Record<string, unknown>>(text, [...values]);
  return String(Object.values(rows[0] ?? {})[0]);
}

/** The server writes it in place, and a reader can see half of that; two equal readings are a whole one. */
async function readControl(folder: string): Promise<Buffer> {
  const file = join(folder, "global", "pg_control");
  let last = await readFile(file);
  for (;;) {
    const next = await readFile(file);
    if (next.equals(last)) return next;
    last = next;
  }
}

/** Names of the log's segments that hold the positions from `start` to `stop`. */
async function segmentsBetween(client: Client, start: string, stop: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `WITH size AS (SELECT setting::bigint AS bytes FROM pg_settings WHERE name = 'wal_segment_size')
     SELECT pg_walfile_name('0/0'::pg_lsn + number * bytes + 1) AS name
     FROM size, generate_series(
       trunc(($1::pg_lsn - '0/0'::pg_lsn) / bytes),
       trunc(($2::pg_lsn - '0/0'::pg_lsn - 1) / bytes)) AS number
     ORDER BY number`,
    [start, stop],
  );
  return rows.map(({ name }) => name);
}
