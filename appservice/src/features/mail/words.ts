import type { LocalizedText } from "@portico/contract/common.ts";

export const both = (text: string): LocalizedText => ({ en: text, zh: text });

/** Chooses the words for whoever wrote a text: Chinese where it has Chinese characters. */
export const inLanguageOf =
  (text: string) =>
  ({ en, zh }: LocalizedText): string =>
    /\p{Script=Han}/u.test(text) ? zh : en;
