import { readStored, writeStored } from "../../lib/stored.ts";
import type { NamedPerson } from "./markdown.ts";

/** What somebody has typed and not sent. */
export interface StoredDraft {
  readonly text: string;
  readonly named: readonly NamedPerson[];
  /** The message that it answers. */
  readonly replyTo: string | null;
}

const PREFIX = "portico.draft";
const keyOf = (userId: string, roomId: string): string => `${PREFIX} ${userId} ${roomId}`;

const isDraft = (value: unknown): value is StoredDraft =>
  typeof value === "object" && value !== null && "text" in value && "named" in value && Array.isArray(value.named);

/** The draft of a room on this device, or null. */
export const readDraft = (userId: string, roomId: string): StoredDraft | null =>
  readStored(keyOf(userId, roomId), isDraft);

/** Keeps the draft of a room; an empty one is forgotten. */
export const keepDraft = (userId: string, roomId: string, draft: StoredDraft): void =>
  writeStored(keyOf(userId, roomId), draft.text === "" && draft.replyTo === null ? null : draft);

/** Whether a room has a draft with words. */
export const hasDraft = (userId: string, roomId: string): boolean => (readDraft(userId, roomId)?.text ?? "") !== "";

/** Forgets all drafts of an account on this device. */
export const forgetDrafts = (userId: string): void => {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(`${PREFIX} ${userId} `)) localStorage.removeItem(key);
  }
};
