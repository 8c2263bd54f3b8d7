import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
} from "node:fs";
import { dirname } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { isNoRoom } from "../no-room.ts";

const megabytes20 = 20 * 1024 * 1024;
const kept = 3;

/** Opens a log for appending; a long one is put aside first. The caller closes the descriptor. */
export function openLog(file: string): number {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  rotate(file);
  return openSync(file, "a", 0o600);
}

/**
 * Puts a log of more than 20 MB aside and keeps the last three. The file stays
 * the same one, because the engine that appends to it holds it open. Without
 * room for the copy it stays as long as it is, until the next time.
 */
export function rotate(file: string, limit = megabytes20): void {
  if (!existsSync(file) || statSync(file).size < limit) return;
  const copy = `${file}.part`;
  try {
    copyFileSync(file, copy);
  } catch (error) {
    if (!isNoRoom(error)) throw error;
    rmSync(copy);
    return;
  }
  for (let age = kept - 1; age >= 1; age--)
    if (existsSync(`${file}.${age}`)) renameSync(`${file}.${age}`, `${file}.${age + 1}`);
  renameSync(copy, `${file}.1`);
  truncateSync(file);
}

/** The last lines of a log for an error message, without colours and the frames of Node's stacks. */
export function lastLines(file: string, count: number): string {
  if (!existsSync(file)) return "";
  const size = statSync(file).size;
  const buffer = Buffer.alloc(Math.min(size, 16_384));
  const descriptor = openSync(file, "r");
  readSync(descriptor, buffer, 0, buffer.length, size - buffer.length);
  closeSync(descriptor);
  return stripVTControlCharacters(buffer.toString())
    .split("\n")
    .filter((line) => line.trim() !== "" && !frame.test(line))
    .slice(-count)
    .join("\n");
}

const frame = /^\s+at \S.*:\d+:\d+\)?( \{)?$/;
