import { readStored, writeStored } from "../../lib/stored.ts";

const recentKey = "portico.emoji.recent";
const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((each) => typeof each === "string");
const MOST_RECENT = 16;

/** What was chosen last on this device, newest first. */
export const recentEmoji = (): readonly string[] => readStored(recentKey, isTexts) ?? [];

export const noteRecent = (emoji: string): void =>
  writeStored(recentKey, [emoji, ...recentEmoji().filter((each) => each !== emoji)].slice(0, MOST_RECENT));
