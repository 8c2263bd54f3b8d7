import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { fullWords, isFull } from "../full-disk.ts";
import { Problem, wordsOf } from "../problem.ts";
import { waitForLock } from "../processes/lock.ts";
import type { Progress } from "./engine.ts";

/**
 * Fills a folder of the cache once. `fill` works in a neighbouring folder that
 * takes the final name when everything is there, so an interruption leaves
 * nothing that looks complete; two launchers that need the same folder wait for
 * each other.
 */
export async function installOnce(
  folder: string,
  progress: Progress,
  signal: AbortSignal,
  fill: (part: string) => Promise<void>,
): Promise<void> {
  if (existsSync(folder)) return;
  mkdirSync(dirname(folder), { recursive: true });
  const lock = await waitForLock(folder, () => progress("another Portico is installing it, waiting"), signal);
  try {
    if (existsSync(folder)) return;
    const part = `${folder}.part`;
    rmSync(part, { recursive: true, force: true });
    mkdirSync(part, { recursive: true });
    try {
      await fill(part);
      signal.throwIfAborted();
      renameSync(part, folder);
    } catch (error) {
      const full = !signal.aborted && isFull(dirname(folder), error);
      rmSync(part, { recursive: true, force: true });
      throw full ? new Problem(`${fullWords(dirname(folder), "cacheFolder")}\n${wordsOf(error)}`) : error;
    }
  } finally {
    await lock.release();
  }
}
