import type { Message } from "./load.ts";

type Parts = Exclude<Message, string>;
/** Types of message parts in `@formatjs/icu-messageformat-parser`: text, and an argument without a format. */
const text = 0;
const argument = 1;

/** Whether a message needs the real formatter: plural, select, number or date. */
export const isElaborate = (message: Message): boolean =>
  typeof message !== "string" && message.some(({ type }) => type > argument);

/** Fills plain arguments. Elaborate parts stay empty: only the formatter can write them. */
export const fillSimple = (parts: Parts, values: Readonly<Record<string, unknown>>): string =>
  parts
    .map((part) => {
      if (part.type === text) return part.value;
      return part.type === argument ? String(values[part.value] ?? "") : "";
    })
    .join("");
