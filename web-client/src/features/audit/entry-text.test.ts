import { eventStreams } from "@portico/contract/events.ts";
import { describe, expect, test } from "vitest";
import en from "./strings.en.json" with { type: "json" };
import zh from "./strings.zh.json" with { type: "json" };
import { eventNames } from "./entry-text.ts";

const texts: Readonly<Record<string, Readonly<Record<string, string>>>> = { en, zh };

test("every event can be chosen", () => {
  expect(eventNames.toSorted()).toEqual(Object.keys(eventStreams).toSorted());
});

describe.each(Object.keys(texts))("in %s", (locale) => {
  const words = texts[locale] ?? {};

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
