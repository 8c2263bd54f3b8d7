import type { Message } from "./load.ts";

type Parts = Exclude<Message, string>;
/** Types of message parts in `@formatjs/icu-messageformat-parser`: text, and an argument without a format. */
const text = 0;
const argument = 1;

/** The parser's enumeration as numbers, so that the parser itself stays out of the page. */
const typeOf = ({ type }: Parts[number]): number => type;

/** Whether a message needs the real formatter: plural, select, number or date. */
export const isElaborate = (message: Message): boolean =>
  typeof message !== "string" && message.some((part) => typeOf(part) > argument);

/** Fills plain arguments. Elaborate parts stay empty: only the formatter can write them. */
export const fillSimple = (parts: Parts, values: Readonly<Record<string, string | number | Date>>): string =>
  parts
    .map((part) => {
      if (!("value" in part) || typeOf(part) > argument) return "";
      return typeOf(part) === text ? part.value : String(values[part.value] ?? "");
    })
    .join("");
