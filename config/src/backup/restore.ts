import { execFile } from "node:child_process";
import { chownSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { databaseUrl } from "../engines/databases.ts";
import { ownVersion } from "../engines/node-service.ts";
import { clusterOwner, ownServerVersion } from "../engines/postgres-programs.ts";
import { checkout, type Installation } from "../installation.ts";
import { freeBytes } from "../preflight.ts";
import { Problem } from "../problem.ts";
import { loadSecrets, peekSecrets, type Secrets } from "../secrets.ts";
import { tableLines, type Terminal } from "../terminal.ts";
import { lockInstallation } from "../up.ts";
import { unpackArchive, verifyArchive } from "./archive-reader.ts";
import { configName, dataFolder } from "./data-files.ts";
import { checkDumpTarget, restoreDumps } from "./database-dump.ts";
import { clusterFolder } from "./database-files.ts";
import type { Manifest } from "./manifest.ts";
import { ask } from "./query.ts";
import { writeRestored } from "./records.ts";
import { typed } from "../typed.ts";
import { withOwnServer } from "./with-database.ts";

/** Unpacked here first, so that a half-unpacked backup cannot be taken for an installation. */
const stagingName = ".restore";

/**
 * `npm run restore`: makes an installation from a backup, in the data folder and
 * on the ports of the present configuration. Nothing is touched before the
 * whole backup was read and found good, and nothing that exists is overwritten.
 */
export async function restore(
  installation: Installation,
  terminal: Terminal,
  path: string | undefined,
  signal: AbortSignal,
): Promise<void> {
  if (path === undefined) throw new Problem(`Name the backup to restore: ${typed(installation, "restore", "FILE")}`);
  const file = resolve(process.env["INIT_CWD"] ?? process.cwd(), path);
  const { folders } = installation;
  checkEmpty(folders.data);
  const step = terminal.step("Restore");
  try {
    step.progress("reads the backup");
    const manifest = await verifyArchive(file, (bytes) => {
      signal.throwIfAborted();
      step.progress(`checks the backup, ${(bytes / 1e6).toFixed(0)} MB`);
    });
    await checkFits(installation, manifest, file);
    // Before anything is written, though its databases may have to be made yet; no secret is needed for a server elsewhere.
    if (manifest.databases.kind === "dumps")
      await checkDumpTarget(installation, peekSecrets(folders.data), manifest.databases);
    const lock = await lockInstallation(installation);
    try {
      await place(installation, manifest, file, (text) => {
        signal.throwIfAborted();
        step.progress(text);
      });
      const secrets = loadSecrets(folders.data);
      const counts = await withOwnServer(installation, secrets, terminal, signal, async () => {
        if (manifest.databases.kind === "dumps") {
          await checkDumpTarget(installation, secrets, manifest.databases);
          await restoreDumps(installation, secrets, join(folders.data, stagingName), step.progress);
        }
        await forgetOneTimeKeys(installation, secrets);
        return count(installation, secrets);
      });
      rmSync(join(folders.data, stagingName), { recursive: true, force: true });
      writeRestored(folders.data, { at: new Date().toISOString(), point: manifest.point, from: file });
      step.done(`Restored ${manifest.serverName} as of ${manifest.point}`);
      for (const line of tableLines(Object.entries(counts).map(([what, number]) => [what, number])))
        terminal.line(line);
      terminal.line();
      terminal.line(`Start it with "${typed(installation, "start")}"; everybody signs in as before.`);
    } finally {
      await lock.release();
    }
  } catch (error) {
    step.drop();
    throw error;
  }
}

/** Only what an interrupted restore has unpacked may be there. */
function checkEmpty(data: string): void {
  const entries = existsSync(data) ? readdirSync(data).filter((name) => name !== stagingName) : [];
  if (entries.length === 0) return;
  throw new Problem(
    `${data} (dataFolder) is not empty: ${entries.slice(0, 5).join(", ")}. A backup is restored into an empty folder only. ` +
      "Move what is there away, or set dataFolder to a new folder.",
  );
}

/** Throws unless this checkout, this configuration and this machine can go on from the backup. */
async function checkFits(installation: Installation, manifest: Manifest, file: string): Promise<void> {
  const { config, folders } = installation;
  const { databases, serverName, migration } = manifest;
  if (serverName !== config.serverName)
    throw new Problem(
      `The backup belongs to ${serverName}, and serverName is ${config.serverName}. The name is part of every user and room, ` +
        `so it cannot change: set serverName to ${serverName}. The backup's own configuration is printed by: tar -xzOf ${file} ${configName}`,
    );
  if (migration !== null && !existsSync(join(checkout, "appservice/src/db/migrations", `${migration}.ts`)))
    throw new Problem(
      `The backup was made by a newer Portico (${manifest.version}, database ${migration}) than this one (${ownVersion()}). ` +
        "Restore it with that version.",
    );
  if (databases.kind === "dumps") {
    if (config.postgres.url === undefined)
      throw new Problem(
        "The backup was made with a database server elsewhere and holds dumps. Set postgres.url to a server with two empty databases, synapse and portico, or with the right to make them.",
      );
  } else {
    if (config.postgres.url !== undefined)
      throw new Problem(
        "The backup holds the files of Portico's own database server, which another server cannot take over. Take postgres.url out of the configuration.",
      );
    const version = await ownServerVersion(installation);
    if (version === undefined || version.split(".")[0] !== databases.major)
      throw new Problem(
        `The backup was made with PostgreSQL ${databases.version}, and this checkout has ${version ?? "none for this machine"}. ` +
          `Files are read by the same major version only: use a checkout with PostgreSQL ${databases.major}.`,
      );
  }
  const needed = manifest.files.reduce((sum, { bytes }) => sum + bytes, 0) * 1.05 + 5e8;
  const free = freeBytes(folders.data);
  if (free < needed)
    throw new Problem(
      `${folders.data} has ${(free / 1e9).toFixed(1)} GB free, and the restored data need ${(needed / 1e9).toFixed(1)} GB. ` +
        "Make room, or set dataFolder to another disk.",
    );
}

/** Unpacks beside and then moves into place; the secrets last, because nothing starts without them. */
async function place(
  installation: Installation,
  manifest: Manifest,
  file: string,
  progress: (text: string) => void,
): Promise<void> {
  const { folders } = installation;
  const staging = join(folders.data, stagingName);
  rmSync(staging, { recursive: true, force: true });
  mkdirSync(staging, { recursive: true, mode: 0o711 });
  await unpackArchive(
    file,
    staging,
    (path) => (path.includes("/") || path === dataFolder || path === clusterFolder ? path : undefined),
    (bytes) => progress(`unpacks, ${(bytes / 1e6).toFixed(0)} MB`),
  );
  if (manifest.databases.kind === "files") await giveAway(installation, join(staging, clusterFolder));
  progress("brings it to the disk");
  await promisify(execFile)("sync", ["-f", staging]);
  if (manifest.databases.kind === "files") renameSync(join(staging, clusterFolder), folders.postgres);
  const unpacked = join(staging, dataFolder);
  const names = readdirSync(unpacked).toSorted((a, b) => Number(a === "secrets.json") - Number(b === "secrets.json"));
  for (const name of names) renameSync(join(unpacked, name), join(folders.data, name));
}

/** The server refuses to start on files of another account. */
async function giveAway(installation: Installation, cluster: string): Promise<void> {
  const owner = await clusterOwner(installation, cluster);
  if (!owner) return;
  chownSync(cluster, owner.uid, owner.gid);
  for (const name of readdirSync(cluster, { recursive: true, encoding: "utf8" }))
    chownSync(join(cluster, name), owner.uid, owner.gid);
}

/**
 * Keys for one use that were given out after the backup would be given out
 * twice, and the second message could not be read; devices upload new ones
 * (Synapse's manual, "Backups").
 */
async function forgetOneTimeKeys(installation: Installation, secrets: Secrets): Promise<void> {
  const synapse = databaseUrl("synapse", installation, secrets);
  const [known] = await ask(synapse, "SELECT to_regclass('e2e_one_time_keys_json') IS NOT NULL AS known");
  if (known?.["known"] === true) await ask(synapse, "TRUNCATE e2e_one_time_keys_json");
}

async function count(installation: Installation, secrets: Secrets): Promise<Record<string, string>> {
  const { folders } = installation;
  const number = async (database: "synapse" | "portico", text: string) =>
    String((await ask(databaseUrl(database, installation, secrets), text))[0]?.["count"]);
  const media = join(folders.synapse, "media");
  return {
    accounts: await number("synapse", "SELECT count(*) FROM users WHERE deactivated = 0"),
    rooms: await number("synapse", "SELECT count(*) FROM rooms"),
    messages: await number("synapse", "SELECT count(*) FROM events WHERE type = 'm.room.message'"),
    people: await number("portico", "SELECT count(*) FROM person"),
    "media files": String(
      existsSync(media)
        ? readdirSync(media, { recursive: true, encoding: "utf8" }).filter((name) =>
            statSync(join(media, name)).isFile(),
          ).length
        : 0,
    ),
  };
}
