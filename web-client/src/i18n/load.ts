import type { MessageFormatElement } from "@formatjs/icu-messageformat-parser";
import type { TextSet } from "./keys.ts";

/** Languages that are complete. `x-pseudo` (accented, longer English) shows untranslated and cramped texts. */
export type UiLocale = "en" | "zh" | "x-pseudo";
/** A message as built (build/icu-strings.ts): text, or its parsed form when it has arguments. */
export type Message = string | MessageFormatElement[];
export type Messages = Readonly<Record<string, Message>>;

type Read = () => Promise<Messages>;
/** What the sign-in form needs; where the texts of everything else are is said by a file that comes after it. */
const firstFiles: Readonly<Record<string, Read>> = import.meta.glob<Messages>(
  ["../{api,components}/strings.*.json", "../features/sign-in/strings.*.json"],
  { import: "default" },
);

const read = async (set: TextSet, language: "en" | "zh"): Promise<Messages> => {
  const name = `strings.${language}.json`;
  const first = firstFiles[`../${set}/${name}`] ?? firstFiles[`../features/${set}/${name}`];
  if (first !== undefined) return first();
  const { readFeatureTexts } = await import("./feature-texts.ts");
  return readFeatureTexts(set, language);
};

/** Loads one set of texts in one language. */
export const loadMessages = async (set: TextSet, locale: UiLocale): Promise<Messages> => {
  if (locale !== "x-pseudo") return read(set, locale);
  const [{ pseudoMessages }, messages] = await Promise.all([import("./pseudo.ts"), read(set, "en")]);
  return pseudoMessages(messages);
};
