import type { MessageFormatElement } from "@formatjs/icu-messageformat-parser";
import type { Message, Messages } from "./load.ts";

const accented: Readonly<Record<string, string>> = Object.fromEntries(
  [..."aAcCeEiInNoOsSuUyYzZ"].map((letter, at) => [letter, [..."áÁçÇéÉíÍñÑóÓšŠúÚýÝžŽ"][at] ?? letter]),
);

const accent = (text: string): string => text.replaceAll(/[a-z]/gi, (letter) => accented[letter] ?? letter);

/** Literal parts carry type 0 in the parsed form; options of plural and select hold messages of their own. */
const pseudoElement = (element: MessageFormatElement): MessageFormatElement => {
  if (element.type === 0) return { ...element, value: accent(element.value) };
  if (!("options" in element)) return element;
  const options = Object.entries(element.options).map(([name, option]) => [
    name,
    { ...option, value: option.value.map(pseudoElement) },
  ]);
  return { ...element, options: Object.fromEntries(options) };
};

const pseudoMessage = (message: Message): Message => {
  if (typeof message === "string") return `[${accent(message)}${" ·".repeat(Math.ceil(message.length / 6))}]`;
  return [{ type: 0, value: "[" }, ...message.map(pseudoElement), { type: 0, value: " · ·]" }];
};

/** English with accents, brackets and about a third more length: what stays plain was never translated. */
export const pseudoMessages = (messages: Messages): Messages =>
  Object.fromEntries(Object.entries(messages).map(([key, message]) => [key, pseudoMessage(message)]));
