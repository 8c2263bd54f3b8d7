import { TYPE } from "@formatjs/icu-messageformat-parser";
import type { MessageFormatElement } from "@formatjs/icu-messageformat-parser";
import type { Message, Messages } from "./load.ts";

const plain = "aAcCeEiInNoOsSuUyYzZ";
const accented = "áÁçÇéÉíÍñÑóÓšŠúÚýÝžŽ";

const accent = (text: string): string =>
  text.replaceAll(/[a-z]/gi, (letter) => accented[plain.indexOf(letter)] ?? letter);

/** Options of plural and select hold messages of their own. */
const pseudoElement = (element: MessageFormatElement): MessageFormatElement => {
  if (element.type === TYPE.literal) return { ...element, value: accent(element.value) };
  if (!("options" in element)) return element;
  const options = Object.entries(element.options).map(([name, option]) => [
    name,
    { ...option, value: option.value.map(pseudoElement) },
  ]);
  return { ...element, options: Object.fromEntries(options) };
};

const pseudoMessage = (message: Message): Message => {
  if (typeof message === "string") return `[${accent(message)}${" ·".repeat(Math.ceil(message.length / 6))}]`;
  return [{ type: TYPE.literal, value: "[" }, ...message.map(pseudoElement), { type: TYPE.literal, value: " · ·]" }];
};

/** English with accents, brackets and about a third more length: what stays plain was never translated. */
export const pseudoMessages = (messages: Messages): Messages =>
  Object.fromEntries(Object.entries(messages).map(([key, message]) => [key, pseudoMessage(message)]));
