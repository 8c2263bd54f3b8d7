import type { MessageFormatElement } from "@formatjs/icu-messageformat-parser";
import type { TextSet } from "./keys.ts";

/** Languages that are complete. `x-pseudo` (accented, longer English) shows untranslated and cramped texts. */
export type UiLocale = "en" | "zh" | "x-pseudo";
/** A message as built (build/icu-strings.ts): text, or its parsed form when it has arguments. */
export type Message = string | MessageFormatElement[];
export type Messages = Readonly<Record<string, Message>>;
export type TextFiles = Readonly<Record<string, () => Promise<Messages>>>;

/** What is needed before somebody is signed in; the sets of the features come with the shells. */
const files: Record<string, () => Promise<Messages>> = {
  ...import.meta.glob<Messages>("../{api,components,shells}/strings.*.json", { import: "default" }),
  ...import.meta.glob<Messages>("../features/sign-in/strings.*.json", { import: "default" }),
};
/** Texts that one feature adds to the set of another: `strings-audit.en.json` belongs to the set "audit". */
const additions: [string, () => Promise<Messages>][] = [];

/** Makes known where the sets of the features are, and what features add to the sets of others. */
export const addTextFiles = (sets: TextFiles, added: TextFiles): void => {
  Object.assign(files, sets);
  additions.push(...Object.entries(added));
};

const read = async (set: TextSet, language: "en" | "zh"): Promise<Messages> => {
  const name = `strings.${language}.json`;
  const load = files[`../${set}/${name}`] ?? files[`../features/${set}/${name}`];
  if (load === undefined) throw new Error(`There are no texts "${set}" in language "${language}"`);
  const added = additions.filter(([path]) => path.endsWith(`/strings-${set}.${language}.json`));
  const loaded = await Promise.all([load, ...added.map(([, each]) => each)].map(async (each) => each()));
  return Object.assign({}, ...loaded) as Messages;
};

/** Loads one set of texts in one language. */
export const loadMessages = async (set: TextSet, locale: UiLocale): Promise<Messages> => {
  if (locale !== "x-pseudo") return read(set, locale);
  const [{ pseudoMessages }, messages] = await Promise.all([import("./pseudo.ts"), read(set, "en")]);
  return pseudoMessages(messages);
};
