import { readFile } from "node:fs/promises";
import { parse, TYPE } from "@formatjs/icu-messageformat-parser";
import type { MessageFormatElement } from "@formatjs/icu-messageformat-parser";
import type { Plugin } from "vite";

/** A message as the page gets it: plain text, or the parsed ICU message when it has arguments. */
export type CompiledMessage = string | MessageFormatElement[];

/** Parses one ICU message; text without arguments stays text. Throws when the syntax is wrong. */
export const compileMessage = (text: string): CompiledMessage => {
  const elements = parse(text, { ignoreTag: true, captureLocation: false });
  const [only] = elements;
  if (only === undefined) return "";
  return elements.length === 1 && only.type === TYPE.literal ? only.value : elements;
};

/** Turns every `strings.<language>.json` and `strings-<set>.<language>.json` into a module of compiled messages. */
export const icuStrings = (): Plugin => ({
  name: "portico:icu-strings",
  enforce: "pre",
  async load(id) {
    const file = id.split("?")[0] ?? id;
    if (!/[\\/]strings(?:-[a-z]+)?\.[a-z]+\.json$/.test(file)) return null;
    this.addWatchFile(file);
    const strings = JSON.parse(await readFile(file, "utf8")) as Record<string, string>;
    const compiled: Record<string, CompiledMessage> = {};
    for (const [key, text] of Object.entries(strings)) {
      try {
        compiled[key] = compileMessage(text);
      } catch (cause) {
        throw new Error(`${file}: "${key}" is not a valid ICU message: ${String(cause)}`, { cause });
      }
    }
    return { code: `export default ${JSON.stringify(compiled)};`, moduleType: "js" };
  },
});
