import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { eventNames } from "../src/features/audit/event-names.gen.ts";

const features = join(import.meta.dirname, "../src/features");

describe.each(["en", "zh"])("in %s", (locale) => {
  const files = globSync([`audit/strings.${locale}.json`, `*/strings-audit.${locale}.json`], { cwd: features });
  const words = Object.assign(
    {},
    ...files.map((file) => JSON.parse(readFileSync(join(features, file), "utf8")) as object),
  ) as Readonly<Record<string, string>>;

  test.each(eventNames)("%s has words of its own", (name) => {
    const text = words[`audit.event.${name}`] ?? "";
    expect(text).not.toBe("");
    expect(text).not.toBe(name);
    const others = eventNames.filter((other) => other !== name).map((other) => words[`audit.event.${other}`]);
    expect(others).not.toContain(text);
  });

  test("there are words for no event that does not exist", () => {
    const told = Object.keys(words).filter((key) => key.startsWith("audit.event."));
    expect(told.toSorted()).toEqual(eventNames.map((name) => `audit.event.${name}`).toSorted());
  });
});
