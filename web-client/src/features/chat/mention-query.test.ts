import { describe, expect, test } from "vitest";
import type { Member } from "../../matrix/model.ts";
import { mentionAt, nameables, stillNamed } from "./mention-query.ts";

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

const member = (userId: string, name: string): Member => ({
  userId,
  name,
  avatar: null,
  company: null,
  membership: "join",
  powerLevel: 0,
});
const members = [member("@a:t", "Alina"), member("@b:t", "Li Na"), member("@me:t", "Lia")];

describe("who can be named", () => {
  test("names that begin so come first, the user himself never", () => {
    expect(nameables("li", members, { userId: "@me:t", everybody: null }).map((each) => each.name)).toEqual([
      "Li Na",
      "Alina",
    ]);
  });

  test("everybody is offered to those who may call them", () => {
    expect(nameables("every", members, { userId: "@me:t", everybody: "everybody" })).toEqual([
      { userId: null, name: "everybody", company: null },
    ]);
  });
});

test("a name that was erased names nobody", () => {
  const named = [
    { text: "@Li Na", userId: "@b:t" },
    { text: "@Alina", userId: "@a:t" },
  ];
  expect(stillNamed("ask @Li Na", named)).toEqual([named[0]]);
});
