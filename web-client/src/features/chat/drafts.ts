import { readStored, writeStored } from "../../lib/stored.ts";
import type { NamedPerson } from "./markdown.ts";

/** An own message being changed, and what it shall say. */
export interface StoredEdit {
  readonly eventId: string;
  readonly text: string;
  readonly named: readonly NamedPerson[];
}

/** What somebody has typed and not sent. */
export interface StoredDraft {
  readonly text: string;
  readonly named: readonly NamedPerson[];
  /** The message that it answers. */
  readonly replyTo: string | null;
  readonly edit?: StoredEdit | null;
}

const PREFIX = "portico.draft";
const keyOf = (userId: string, roomId: string): string => `${PREFIX} ${userId} ${roomId}`;

const areNamed = (value: unknown): boolean =>
  Array.isArray(value) && value.every((each) => typeof (each as { at?: unknown } | null)?.at === "number");

const isDraft = (value: unknown): value is StoredDraft =>
  typeof value === "object" &&
  value !== null &&
  "text" in value &&
  typeof value.text === "string" &&
  "named" in value &&
  areNamed(value.named);

/** The draft of a room on this device, or null. */
export const readDraft = (userId: string, roomId: string): StoredDraft | null =>
  readStored(keyOf(userId, roomId), isDraft);

/** Keeps the draft of a room; an empty one is forgotten. */
export const keepDraft = (userId: string, roomId: string, draft: StoredDraft): void => {
  const empty = draft.text === "" && draft.replyTo === null && (draft.edit ?? null) === null;
  writeStored(keyOf(userId, roomId), empty ? null : draft);
};

/** Whether a room has a draft with words. */
export const hasDraft = (userId: string, roomId: string): boolean => (readDraft(userId, roomId)?.text ?? "") !== "";

/** Forgets all drafts of an account on this device. */
export const forgetDrafts = (userId: string): void => {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(`${PREFIX} ${userId} `)) localStorage.removeItem(key);
  }
};
