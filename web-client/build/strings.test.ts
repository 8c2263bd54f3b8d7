import { globSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { parse, TYPE } from "@formatjs/icu-messageformat-parser";
import type { MessageFormatElement } from "@formatjs/icu-messageformat-parser";
import { describe, expect, test } from "vitest";

const src = join(import.meta.dirname, "../src");
type Strings = Record<string, string>;
const read = (file: string): Strings => JSON.parse(readFileSync(file, "utf8")) as Strings;
const english = globSync("**/strings*.en.json", { cwd: src }).map((file) => join(src, file));

const sources = globSync("**/*.ts", { cwd: src })
  .filter((file) => !file.endsWith(".test.ts"))
  .map((file) => readFileSync(join(src, file), "utf8"))
  .join("\n");

/** Keys made from a code or a state: `guests.state.${state}` stands for every key of that form. */
const patterns = [...sources.matchAll(/`([a-z][\w-]*\.[^`\s]*\$\{[^`\s]*)`/g)].map(
  ([, text = ""]) => new RegExp(`^${text.replaceAll(".", "\\.").replaceAll(/\$\{[^}]*\}/g, ".+")}$`),
);
const isUsed = (key: string): boolean => sources.includes(`"${key}"`) || patterns.some((pattern) => pattern.test(key));

/** Names of the arguments of a message, those inside plural and select options included. */
const argumentsOf = (elements: readonly MessageFormatElement[]): Set<string> => {
  const names = new Set<string>();
  for (const element of elements) {
    if (element.type !== TYPE.literal && element.type !== TYPE.pound) names.add(element.value);
    if ("options" in element) {
      for (const { value } of Object.values(element.options)) {
        for (const name of argumentsOf(value)) names.add(name);
      }
    }
  }
  return names;
};
const messageArguments = (text: string): string[] => [...argumentsOf(parse(text, { ignoreTag: true }))].toSorted();

test("there are texts", () => {
  expect(english.length).toBeGreaterThan(5);
});

describe.each(english)("%s", (file) => {
  const en = read(file);
  const zh = read(file.replace(/\.en\.json$/, ".zh.json"));
  const keys = Object.keys(en);

  test("Chinese has every key and no other", () => {
    expect(Object.keys(zh).toSorted()).toEqual(keys.toSorted());
  });

  test("every text is used", () => {
    expect(keys.filter((key) => !isUsed(key))).toEqual([]);
  });

  test("Chinese takes no argument that English does not give", () => {
    const strange = keys.filter((key) => {
      const given = messageArguments(en[key] ?? "");
      return messageArguments(zh[key] ?? "").some((name) => !given.includes(name));
    });
    expect(strange).toEqual([]);
  });

  test("no text is empty, and keys begin with the name of their set", () => {
    const set = /^strings-([a-z-]+)\./.exec(basename(file))?.[1] ?? basename(dirname(file));
    // What the API answers is said where the capability is, or everywhere.
    const prefixes = set === "api" ? ["error."] : [`${set}.`, "error."];
    expect(
      keys.filter(
        (key) => !prefixes.some((prefix) => key.startsWith(prefix)) || en[key]?.trim() === "" || zh[key]?.trim() === "",
      ),
    ).toEqual([]);
  });
});

test("every error code of the API has a text", async () => {
  const { errors } = await import("@portico/contract/errors.ts");
  const texts = Object.assign({}, ...english.map(read)) as Strings;
  expect(Object.keys(errors).filter((code) => !(`error.${code}` in texts))).toEqual([]);
});
