import { isNoRoom } from "./no-room.ts";
import { freeBytes } from "./preflight.ts";
import { wordsOf } from "./problem.ts";

const FULL_BELOW = 50e6;

/** Whether something failed in a folder because its disk is full; programs say so in words of their own, or not at all. */
export const isFull = (folder: string, error: unknown): boolean =>
  isNoRoom(error) || /no space left on device|os error 28/i.test(wordsOf(error)) || freeBytes(folder) < FULL_BELOW;

/** What to do about it; `key` of `portico.yaml` names the folder. */
export const fullWords = (folder: string, key: string): string =>
  `The disk of ${folder} (${key}) is full. Make room there and start again, or set ${key} to a folder on another disk.`;
