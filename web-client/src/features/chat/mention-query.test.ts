import { describe, expect, test } from "vitest";
import { mentionAt, nameables, stillNamed } from "./mention-query.ts";
import type { Nameable } from "./mention-query.ts";

describe("a mention being typed", () => {
  test.each([
    ["@", { at: 0, term: "" }],
    ["hi @li", { at: 3, term: "li" }],
    ["请@王", { at: 1, term: "王" }],
    ["（@王磊", { at: 1, term: "王磊" }],
    ["mail a@b.example", null],
    ["@li na", null],
    ["no", null],
  ])("%s", (text, expected) => {
    expect(mentionAt(text, text.length)).toEqual(expected);
  });

  test("looks only at what stands before the caret", () => {
    expect(mentionAt("@li more", 3)).toEqual({ at: 0, term: "li" });
  });
});

const person = (userId: string, name: string): Nameable => ({ userId, name, company: null });
const people = [person("@a:t", "Alina"), person("@b:t", "Li Na")];

describe("who can be named", () => {
  test("names that begin so come first", () => {
    expect(nameables("li", people, null).map((each) => each.name)).toEqual(["Li Na", "Alina"]);
  });

  test("everybody is offered to those who may call them", () => {
    expect(nameables("every", people, "everybody")).toEqual([{ userId: null, name: "everybody", company: null }]);
  });
});

test("a name that was erased names nobody", () => {
  const named = [
    { text: "@Li Na", userId: "@b:t" },
    { text: "@Alina", userId: "@a:t" },
  ];
  expect(stillNamed("ask @Li Na", named)).toEqual([named[0]]);
});
