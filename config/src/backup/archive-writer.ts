import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { pack } from "tar-stream";
import { isNoRoom } from "../no-room.ts";
import { Problem } from "../problem.ts";
import type { BackedUpFile } from "./manifest.ts";

const CHUNK = 1 << 20;

/** Writes one `.tar.gz`, readable by its owner only, that has its name only when it is whole. */
export interface ArchiveWriter {
  readonly files: readonly BackedUpFile[];
  readonly folders: readonly string[];
  /** Bytes put in so far, before compression. */
  readonly bytes: number;
  folder(path: string): Promise<void>;
  text(path: string, content: string | Buffer): Promise<void>;
  /**
   * Takes a file as long as it is at this moment, although somebody may be
   * writing it: what comes later is left out, what is cut off meanwhile is
   * filled with zeros. False when it is gone.
   */
  file(path: string, source: string): Promise<boolean>;
  /** Ends the archive, brings it to the disk and gives it its name; resolves to its size in bytes. */
  finish(): Promise<number>;
  /** Removes what was written. */
  discard(): Promise<void>;
}

/** What is half written lies at `part`, in the same folder. */
export function createArchive(target: string, part: string): ArchiveWriter {
  const tar = pack();
  const output = createWriteStream(part, { mode: 0o600, flags: "wx" });
  // Level 1: media do not shrink, and databases shrink to a fifth at a price that a running service does not feel.
  const written = pipeline(tar, createGzip({ level: 1 }), output);
  let failure: unknown;
  const failed = written.then(
    () => new Promise<never>(() => undefined),
    (error: unknown) => {
      failure = noRoom(error, target) ?? error;
      throw failure;
    },
  );
  failed.catch(() => undefined);
  const files: BackedUpFile[] = [];
  const folders: string[] = [];
  let bytes = 0;

  const entry = async (
    path: string,
    size: number,
    content: (write: (chunk: Buffer) => Promise<void>) => Promise<void>,
  ) => {
    if (failure !== undefined) throw failure;
    const hash = createHash("sha256");
    let ended: (error?: unknown) => void = () => undefined;
    const done = new Promise<void>((resolve, reject) => {
      ended = (error) => (error === undefined || error === null ? resolve() : reject(asError(error)));
    });
    done.catch(() => undefined);
    const sink = tar.entry({ name: path, size, mode: 0o600, mtime: new Date() }, ended);
    // The archive's own failure ends the entry as well, and says so here before `ended` hears of it.
    sink.on("error", ended);
    await content(async (chunk) => {
      hash.update(chunk);
      bytes += chunk.length;
      if (!sink.write(chunk))
        await Promise.race([new Promise<void>((resolve) => sink.once("drain", () => resolve())), failed]);
    });
    sink.end(undefined);
    await Promise.race([done, failed]);
    files.push({ path, bytes: size, sha256: hash.digest("hex") });
  };

  return {
    files,
    folders,
    get bytes() {
      return bytes;
    },
    async folder(path) {
      await Promise.race([
        new Promise<void>((resolve, reject) =>
          tar.entry({ name: path, type: "directory", mode: 0o700 }, (error) => (error ? reject(error) : resolve())),
        ),
        failed,
      ]);
      folders.push(path);
    },
    async text(path, content) {
      const buffer = Buffer.from(content);
      await entry(path, buffer.length, (write) => write(buffer));
    },
    async file(path, source) {
      const handle = await open(source, "r").catch((error: NodeJS.ErrnoException) => {
        if (error.code === "ENOENT") return undefined;
        throw error;
      });
      if (!handle) return false;
      try {
        const { size } = await handle.stat();
        await entry(path, size, async (write) => {
          for (let at = 0; at < size;) {
            // New each time: the stream keeps what it was given until it has written it.
            const wanted = Math.min(CHUNK, size - at);
            const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(wanted), 0, wanted, at);
            const chunk = bytesRead === 0 ? Buffer.alloc(wanted) : buffer.subarray(0, bytesRead);
            await write(chunk);
            at += chunk.length;
          }
        });
        return true;
      } finally {
        await handle.close();
      }
    },
    async finish() {
      tar.finalize();
      await Promise.race([written, failed]);
      const handle = await open(part, "r+");
      const { size } = await handle.stat();
      await handle.sync();
      await handle.close();
      await rename(part, target);
      const folder = await open(dirname(target), "r");
      await folder.sync();
      await folder.close();
      return size;
    },
    async discard() {
      tar.destroy();
      await written.catch(() => undefined);
      await rm(part, { force: true });
    },
  };
}

const asError = (error: unknown) => (error instanceof Error ? error : new Error(String(error)));

/** The disk, a quota or a limit on files ended it. */
function noRoom(error: unknown, target: string): Problem | undefined {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (!isNoRoom(error) && code !== "EFBIG") return undefined;
  return new Problem(
    `There is no more room for ${target} (${code}). Nothing was kept of this backup; earlier ones are as they were. ` +
      "Make room there, or name another disk with --to.",
  );
}
