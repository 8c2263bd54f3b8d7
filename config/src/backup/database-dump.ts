import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { Client, DatabaseError } from "pg";
import { databaseNames, databaseUrl } from "../engines/databases.ts";
import type { Progress } from "../engines/engine.ts";
import { connectionWords } from "../engines/given-server.ts";
import type { Installation } from "../installation.ts";
import { Problem, wordsOf } from "../problem.ts";
import { childEnvironment } from "../processes/child-environment.ts";
import type { Secrets } from "../secrets.ts";
import type { ArchiveWriter } from "./archive-writer.ts";
import type { BackedUpDatabases } from "./manifest.ts";

const run = promisify(execFile);

/** Where a database's dump stands in the archive. */
export const dumpPath = (name: string) => `dumps/${name}.dump`;

/**
 * Puts both databases of a server elsewhere into the archive, by `pg_dump`. The
 * two snapshots are taken in two sessions one right after the other, before
 * anything is dumped: first Synapse's, so that what is delivered in between is
 * known to the service and comes once more, which it notices by the event's
 * id; the other way round it would be lost.
 */
export async function backUpDumps(
  installation: Installation,
  secrets: Secrets,
  target: string,
  archive: ArchiveWriter,
  progress: Progress,
): Promise<{ databases: BackedUpDatabases; point: Date }> {
  const clients = databaseNames.map(
    (name) => new Client({ connectionString: databaseUrl(name, installation, secrets) }),
  );
  for (const client of clients) client.on("error", () => undefined);
  // Beside the backup, where there is room: the archive needs each dump's size before its content.
  const folder = await mkdtemp(join(dirname(target), ".portico-dump-"));
  try {
    await Promise.all(clients.map((client) => client.connect()));
    const [first] = clients;
    const shown = await first?.query<{ server_version: string }>("SHOW server_version");
    const version = shown?.rows[0]?.server_version.split(" ")[0] ?? "";
    await findTool("pg_dump", version);
    for (const client of clients) await client.query("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
    const snapshots: { snapshot: string; at: Date }[] = [];
    for (const client of clients) {
      const { rows } = await client.query<{ snapshot: string; at: Date }>(
        "SELECT pg_export_snapshot() AS snapshot, clock_timestamp() AS at",
      );
      snapshots.push(...rows);
    }
    for (const [index, name] of databaseNames.entries()) {
      progress(`dumps the database ${name}`);
      const file = join(folder, name);
      await tool("pg_dump", databaseUrl(name, installation, secrets), [
        "--format=custom",
        "--no-owner",
        "--no-privileges",
        `--snapshot=${snapshots[index]?.snapshot}`,
        `--file=${file}`,
      ]);
      await archive.file(dumpPath(name), file);
    }
    return {
      databases: { kind: "dumps", major: majorOf(version), version, databases: [...databaseNames] },
      point: snapshots[0]?.at ?? new Date(),
    };
  } finally {
    await Promise.all(clients.map((client) => client.end()));
    await rm(folder, { recursive: true, force: true });
  }
}

/** Bytes of both databases as the server counts them. */
export async function dumpedBytes(installation: Installation, secrets: Secrets): Promise<number> {
  const client = new Client({ connectionString: databaseUrl("synapse", installation, secrets) });
  await client.connect();
  try {
    const { rows } = await client.query<{ bytes: string }>(
      "SELECT sum(pg_database_size(datname)) AS bytes FROM pg_database WHERE datname = ANY($1)",
      [[...databaseNames]],
    );
    return Number(rows[0]?.bytes ?? 0);
  } finally {
    await client.end();
  }
}

/** Loads the dumps below `folder` into the databases, which exist and are empty. */
export async function restoreDumps(
  installation: Installation,
  secrets: Secrets,
  folder: string,
  progress: Progress,
): Promise<void> {
  for (const name of databaseNames) {
    progress(`loads the database ${name}`);
    await tool("pg_restore", databaseUrl(name, installation, secrets), [
      "--exit-on-error",
      "--single-transaction",
      "--no-owner",
      "--no-privileges",
      join(folder, dumpPath(name)),
    ]);
  }
}

/** Throws unless the two databases are without a table, or not there yet, and the server and its tools can read the dumps. */
export async function checkDumpTarget(
  installation: Installation,
  secrets: Secrets,
  { major, version }: BackedUpDatabases,
): Promise<void> {
  for (const name of databaseNames) {
    const client = new Client({ connectionString: databaseUrl(name, installation, secrets) });
    try {
      await client.connect();
    } catch (error) {
      // 3D000 (PostgreSQL's manual, appendix A): the database is not there, and is made when it is needed.
      if (error instanceof DatabaseError && error.code === "3D000") continue;
      throw new Problem(connectionWords(error, new URL(databaseUrl(name, installation, secrets))));
    }
    try {
      const { rows } = await client.query<{ tables: string; server: string }>(
        "SELECT count(*) AS tables, current_setting('server_version') AS server FROM pg_tables WHERE schemaname = 'public'",
      );
      const server = (rows[0]?.server ?? "").split(" ")[0] ?? "";
      if (Number(rows[0]?.tables) > 0)
        throw new Problem(
          `The database ${name} at postgres.url is not empty. A backup is restored into empty databases only: drop it, or name another server.`,
        );
      if (Number(majorOf(server)) < Number(major))
        throw new Problem(
          `The backup was made from PostgreSQL ${version}, and the server at postgres.url is ${server}. Name one of version ${major} or newer.`,
        );
      await findTool("pg_restore", server);
    } finally {
      await client.end();
    }
  }
}

const majorOf = (version: string) => version.split(".")[0] ?? "";

/** Throws unless the program is on the PATH and not older than the server, which it could not read then. */
async function findTool(program: string, server: string): Promise<void> {
  const remedy = `Install the client programs of PostgreSQL ${majorOf(server)} or newer (Debian, Ubuntu: "apt install postgresql-client-${majorOf(server)}") and put them first on the PATH.`;
  let output: string;
  try {
    output = (await run(program, ["--version"])).stdout;
  } catch {
    throw new Problem(`${program} was not found; a database elsewhere is backed up and restored with it. ${remedy}`);
  }
  const version = /(\d+(?:\.\d+)*)/.exec(output)?.[1] ?? "0";
  if (Number(majorOf(version)) < Number(majorOf(server)))
    throw new Problem(`${program} is ${version}, too old for the server, which is PostgreSQL ${server}. ${remedy}`);
}

/** The password goes by the environment: everybody on the machine can read command lines. */
async function tool(program: string, connection: string, args: readonly string[]): Promise<void> {
  const url = new URL(connection);
  const password = decodeURIComponent(url.password);
  url.password = "";
  try {
    await run(program, [...args, `--dbname=${url.href}`], {
      maxBuffer: 1 << 26,
      env: childEnvironment(password === "" ? {} : { PGPASSWORD: password }),
    });
  } catch (error) {
    const words = error instanceof Error && "stderr" in error ? String(error.stderr) : wordsOf(error);
    throw new Problem(`${program} failed: ${words.trim()}`);
  }
}
