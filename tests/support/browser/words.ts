import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { checkout } from "../boot.ts";

const read = (locale: "en" | "zh"): Readonly<Record<string, string>> =>
  Object.assign(
    {},
    ...globSync(`web-client/src/**/strings.${locale}.json`, { cwd: checkout }).map(
      (file) => JSON.parse(readFileSync(join(checkout, file), "utf8")) as Record<string, string>,
    ),
  ) as Record<string, string>;

const texts = { en: read("en"), zh: read("zh") };

/** What the interface says under a key, as somebody with this language reads it; arguments in braces are filled. */
export function words(locale: "en" | "zh", key: string, values: Record<string, string> = {}): string {
  const text = texts[locale][key];
  if (text === undefined) throw new Error(`the interface has no text "${key}" in ${locale}`);
  return text.replaceAll(/\{(\w+)\}/g, (braces, name: string) => values[name] ?? braces);
}
