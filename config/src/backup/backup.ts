import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { basename, dirname, join, relative, resolve } from "node:path";
import { databaseUrl } from "../engines/databases.ts";
import { ownVersion } from "../engines/node-service.ts";
import { adminUrl } from "../engines/postgres.ts";
import type { Installation } from "../installation.ts";
import { freeBytes } from "../preflight.ts";
import { Problem } from "../problem.ts";
import { tryLock } from "../processes/lock.ts";
import { loadSecrets, type Secrets } from "../secrets.ts";
import type { Step, Terminal } from "../terminal.ts";
import { type ArchiveWriter, createArchive } from "./archive-writer.ts";
import { belongsToBackup, configName, dataFolder } from "./data-files.ts";
import { backUpDumps, dumpedBytes } from "./database-dump.ts";
import { backUpFiles, belongsToBaseBackup } from "./database-files.ts";
import { backupFormat, manifestName, type Manifest } from "./manifest.ts";
import { ask, newestMigration } from "./query.ts";
import { type LastBackup, writeLastBackup } from "./records.ts";
import { sizeOf, walk } from "./walk.ts";
import { withDatabase } from "./with-database.ts";

/**
 * `npm run backup`: one file with everything that another machine needs to go
 * on from here, made while people work. `to` is a folder or the file's name.
 */
export async function backUp(
  installation: Installation,
  terminal: Terminal,
  to: string | undefined,
  signal: AbortSignal,
): Promise<LastBackup> {
  const { folders } = installation;
  if (!existsSync(join(folders.data, "secrets.json")))
    throw new Problem(`There is nothing to back up in ${folders.data}: Portico has never been started there.`);
  const secrets = loadSecrets(folders.data);
  const lock = await tryLock(`${folders.data}/backup`);
  if (!lock) throw new Problem(`Another backup of ${folders.data} is under way. Wait until it has ended.`);
  try {
    return await withDatabase(installation, secrets, terminal, signal, () =>
      makeBackup(installation, secrets, terminal, to, signal),
    );
  } finally {
    await lock.release();
  }
}

async function makeBackup(
  installation: Installation,
  secrets: Secrets,
  terminal: Terminal,
  to: string | undefined,
  signal: AbortSignal,
): Promise<LastBackup> {
  const target = await targetFile(installation, to);
  const step = terminal.step("Backup");
  try {
    step.progress("measures");
    await checkRoom(installation, secrets, target);
    // One name for all of an installation: what a killed backup has left goes, and the lock says that nobody writes it.
    const part = join(dirname(target), `.portico-${sha256(installation.folders.data).slice(0, 12)}.part`);
    await rm(part, { force: true });
    const archive = createArchive(target, part);
    try {
      const point = await fill(archive, installation, secrets, target, step, signal);
      step.progress("brings it to the disk");
      const last = { point: point.toISOString(), file: target, bytes: await archive.finish() };
      writeLastBackup(installation.folders.data, last);
      step.done(
        `Backup of ${last.point}: ${target}, ${(last.bytes / 1e6).toFixed(1)} MB, ${archive.files.length} files`,
      );
      terminal.line();
      terminal.line("It holds keys, passwords' hashes and every message: keep it where only administrators can read.");
      for (const line of await notInIt(installation, secrets)) terminal.line(line);
      return last;
    } catch (error) {
      await archive.discard();
      throw error;
    }
  } catch (error) {
    step.drop();
    throw error;
  }
}

/** What a Synapse that somebody else runs keeps for itself. */
async function notInIt(installation: Installation, secrets: Secrets): Promise<string[]> {
  const { url } = installation.config.synapse;
  if (url === undefined) return [];
  const media = join(installation.folders.synapse, "media");
  const [found] = await ask(
    databaseUrl("synapse", installation, secrets),
    "SELECT to_regclass('schema_version') IS NOT NULL AS known",
  );
  return [
    `Of the files that people sent it holds those in ${media}. Where the Synapse at ${url} keeps them elsewhere, back them up there, after this.`,
    ...(found?.["known"] === true
      ? []
      : [`It holds no message: the Synapse at ${url} uses another database. Back that up there, before this.`]),
  ];
}

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

/** Puts everything into the archive, and the manifest last. Resolves to the point in time that it shows. */
async function fill(
  archive: ArchiveWriter,
  installation: Installation,
  secrets: Secrets,
  target: string,
  step: Step,
  signal: AbortSignal,
): Promise<Date> {
  const { folders, config, company, configFile } = installation;
  const progress = (text: string) => {
    signal.throwIfAborted();
    step.progress(text);
  };
  const { databases, point } = config.postgres.url
    ? await backUpDumps(installation, secrets, target, archive, progress)
    : await backUpFiles(adminUrl(installation, secrets), folders.postgres, archive, progress);
  // After the database: Synapse writes a file before the row that names it, and never changes it again.
  const wanted = belongsToBackup(installation);
  await archive.folder(dataFolder);
  for await (const { path, isFolder } of walk(folders.data, wanted)) {
    if (join(folders.data, path) === target) continue;
    if (isFolder) await archive.folder(`${dataFolder}/${path}`);
    else await archive.file(`${dataFolder}/${path}`, join(folders.data, path));
    progress(`files, ${(archive.bytes / 1e6).toFixed(0)} MB`);
  }
  if (existsSync(configFile)) await archive.text(configName, readFileSync(configFile));
  const manifest: Manifest = {
    portico: "backup",
    format: backupFormat,
    version: ownVersion(),
    migration: await newestMigration(databaseUrl("portico", installation, secrets)),
    serverName: config.serverName,
    company,
    point: point.toISOString(),
    databases,
    folders: [...archive.folders],
    files: [...archive.files],
  };
  await archive.text(manifestName, `${JSON.stringify(manifest)}\n`);
  return point;
}

/** The file that the backup becomes; made absolute, its folder exists, and nothing is there yet. */
async function targetFile({ folders, config }: Installation, to: string | undefined): Promise<string> {
  const from = process.env["INIT_CWD"] ?? process.cwd();
  const given = to === undefined ? folders.backups : resolve(from, to);
  const asFile = /\.(tgz|tar\.gz)$/.test(given) && !statSync(given, { throwIfNoEntry: false })?.isDirectory();
  const moment = new Date().toISOString().replace(/\.\d+/, "").replaceAll(":", "");
  const name = `portico-${config.serverName.replaceAll(":", "-")}-${moment}.tar.gz`;
  const file = asFile ? given : join(given, name);
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new Problem(`${dirname(file)} cannot be made (${String(error)}). Name another place with --to.`);
  }
  if (existsSync(file)) throw new Problem(`${file} exists. A backup is never written over; name another file.`);
  for (const folder of [folders.postgres, join(folders.synapse, "media")])
    if (!relative(folder, file).startsWith(".."))
      throw new Problem(`${basename(file)} would lie among the data it holds, in ${folder}. Name another place.`);
  return file;
}

/** Compression is not counted on: media do not shrink. */
async function checkRoom(installation: Installation, secrets: Secrets, target: string): Promise<void> {
  const { folders, config } = installation;
  const database = config.postgres.url
    ? // A dump stands beside the archive until it is in it.
      2 * (await dumpedBytes(installation, secrets))
    : await sizeOf(folders.postgres, belongsToBaseBackup);
  const needed = database + (await sizeOf(folders.data, belongsToBackup(installation)));
  const free = freeBytes(dirname(target));
  if (free < needed)
    throw new Problem(
      `${dirname(target)} has ${(free / 1e9).toFixed(1)} GB free, and the backup may need ${(needed / 1e9).toFixed(1)} GB. ` +
        "Make room there, or name another disk with --to.",
    );
}
