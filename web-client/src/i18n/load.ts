import type { MessageFormatElement } from "@formatjs/icu-messageformat-parser";
import type { TextSet } from "./keys.ts";

/** Languages that are complete. `x-pseudo` (accented, longer English) shows untranslated and cramped texts. */
export type UiLocale = "en" | "zh" | "x-pseudo";
/** A message as built (build/icu-strings.ts): text, or its parsed form when it has arguments. */
export type Message = string | MessageFormatElement[];
export type Messages = Readonly<Record<string, Message>>;

const files = {
  ...import.meta.glob<Messages>("../{api,components,shells}/strings.*.json", { import: "default" }),
  ...import.meta.glob<Messages>("../features/*/strings.*.json", { import: "default" }),
};

const fileOf = (set: TextSet, language: "en" | "zh"): (() => Promise<Messages>) => {
  const name = `strings.${language}.json`;
  const load = files[`../${set}/${name}`] ?? files[`../features/${set}/${name}`];
  if (load === undefined) throw new Error(`There are no texts "${set}" in language "${language}"`);
  return load;
};

/** Loads one set of texts in one language. */
export const loadMessages = async (set: TextSet, locale: UiLocale): Promise<Messages> => {
  if (locale !== "x-pseudo") return fileOf(set, locale)();
  const [{ pseudoMessages }, messages] = await Promise.all([import("./pseudo.ts"), fileOf(set, "en")()]);
  return pseudoMessages(messages);
};
