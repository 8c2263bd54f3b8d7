import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { extract } from "tar-stream";
import { z } from "zod";
import { Problem, wordsOf } from "../problem.ts";
import { backupFormat, type BackedUpFile, Manifest, manifestName } from "./manifest.ts";

/** What is told of a backup that is being read. */
export type Reading = (bytes: number) => void;

/**
 * Reads a backup from beginning to end and changes nothing. Resolves to its
 * manifest when every file is there with the size and the SHA-256 that the
 * manifest names and nothing else is; throws a `Problem` that says what is wrong.
 */
export async function verifyArchive(file: string, reading: Reading): Promise<Manifest> {
  const seen = new Map<string, BackedUpFile>();
  const folders: string[] = [];
  let text: string | undefined;
  let bytes = 0;
  await eachEntry(file, async (name, type, content) => {
    if (text !== undefined) throw damaged(file, `something follows its manifest: ${name}`);
    if (type === "directory") {
      folders.push(name.replace(/\/$/, ""));
      return;
    }
    if (type !== "file") throw damaged(file, `${name} is neither a file nor a folder`);
    const hash = createHash("sha256");
    const kept: Buffer[] = [];
    let size = 0;
    for await (const chunk of content as AsyncIterable<Buffer>) {
      hash.update(chunk);
      size += chunk.length;
      reading((bytes += chunk.length));
      if (name === manifestName) kept.push(chunk);
    }
    if (name === manifestName) text = Buffer.concat(kept).toString();
    else if (seen.has(name)) throw damaged(file, `it holds ${name} twice`);
    else seen.set(name, { path: name, bytes: size, sha256: hash.digest("hex") });
  });
  if (text === undefined)
    throw new Problem(
      `${file} has no manifest: it was not made by "npm run backup", or its end was cut off where one cannot tell. Use another backup.`,
    );
  const manifest = parseManifest(file, text);
  for (const wanted of manifest.files) {
    const found = seen.get(wanted.path);
    if (!found) throw damaged(file, `${wanted.path} is missing`);
    if (found.bytes !== wanted.bytes)
      throw damaged(file, `${wanted.path} has ${found.bytes} bytes instead of ${wanted.bytes}`);
    if (found.sha256 !== wanted.sha256) throw damaged(file, `${wanted.path} is not what was backed up (SHA-256)`);
    if (!isInside(wanted.path)) throw damaged(file, `${wanted.path} leads out of the data folder`);
  }
  const named = new Set(manifest.files.map(({ path }) => path));
  const unknown = [...seen.keys()].find((path) => !named.has(path));
  if (unknown !== undefined) throw damaged(file, `its manifest does not name ${unknown}`);
  for (const folder of [...folders, ...manifest.folders])
    if (!isInside(folder)) throw damaged(file, `${folder} leads out of the data folder`);
  return manifest;
}

/** Writes the files of a verified backup below `target`; `place` tells where each goes, undefined leaves it out. */
export async function unpackArchive(
  file: string,
  target: string,
  place: (path: string) => string | undefined,
  reading: Reading,
): Promise<void> {
  let bytes = 0;
  await eachEntry(file, async (name, type, content) => {
    const path = place(name.replace(/\/$/, ""));
    if (path === undefined || !isInside(path)) {
      content.resume();
      return;
    }
    const full = join(target, path);
    if (type === "directory") {
      await mkdir(full, { recursive: true, mode: 0o700 });
      return;
    }
    await mkdir(dirname(full), { recursive: true, mode: 0o700 });
    content.on("data", (chunk: Buffer) => reading((bytes += chunk.length)));
    await pipeline(content, createWriteStream(full, { mode: 0o600, flags: "wx" }));
  });
}

async function eachEntry(
  file: string,
  handle: (name: string, type: string, content: Readable) => Promise<void>,
): Promise<void> {
  const tar = extract();
  const source = createReadStream(file);
  const gunzip = createGunzip();
  const piped = pipeline(source, gunzip, tar);
  piped.catch(() => undefined);
  try {
    for await (const entry of tar) {
      await handle(entry.header.name, entry.header.type ?? "file", entry as unknown as Readable);
      // An entry that nobody read would hold up the next.
      entry.resume();
    }
    await piped;
  } catch (error) {
    tar.destroy();
    await piped.catch(() => undefined);
    throw readFailure(file, error);
  }
}

/** Codes of zlib, and the words of tar-stream for the end of its input within an entry. */
function readFailure(file: string, error: unknown): unknown {
  if (error instanceof Problem) return error;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "Z_BUF_ERROR" || wordsOf(error).startsWith("Unexpected end"))
    return new Problem(
      `${file} is cut off: it ends in the middle. Copy it once more from where it was made, or use another backup.`,
    );
  if (code === "Z_DATA_ERROR" && wordsOf(error).includes("incorrect header"))
    return new Problem(`${file} is no backup of Portico: it is not a .tar.gz file.`);
  if (code.startsWith("Z_") || wordsOf(error).startsWith("Invalid tar header")) return damaged(file, wordsOf(error));
  if (code === "ENOENT") return new Problem(`${file} does not exist.`);
  if (code === "EISDIR") return new Problem(`${file} is a folder. Name the backup file in it.`);
  return error;
}

const damaged = (file: string, how: string) =>
  new Problem(`${file} is damaged: ${how}. Nothing was restored. Use another backup.`);

function parseManifest(file: string, text: string): Manifest {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw damaged(file, "its manifest is not JSON");
  }
  const head = z.looseObject({ format: z.number() }).safeParse(content);
  if (head.success && head.data.format > backupFormat)
    throw new Problem(
      `${file} was made by a newer Portico (backup format ${head.data.format}, this one reads ${backupFormat}). Restore it with that version.`,
    );
  const parsed = Manifest.safeParse(content);
  if (!parsed.success) throw damaged(file, `its manifest is not one: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

const isInside = (path: string) =>
  !path.startsWith("/") &&
  !path.includes("\0") &&
  path.split("/").every((part) => part !== ".." && part !== "." && part !== "");
