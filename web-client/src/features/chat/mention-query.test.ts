import { describe, expect, test } from "vitest";
import { mentionAt, moveNamed, nameables, namedIn, stillNamed } from "./mention-query.ts";
import type { Nameable } from "./mention-query.ts";

describe("a mention being typed", () => {
  test.each([
    ["@", { at: 0, term: "" }],
    ["hi @li", { at: 3, term: "li" }],
    ["请@王", { at: 1, term: "王" }],
    ["（@王磊", { at: 1, term: "王磊" }],
    ["mail a@b.example", null],
    ["first.last@b.example", null],
    ["谢谢！@", { at: 3, term: "" }],
    ["“@王", { at: 1, term: "王" }],
    ["ok:@li", { at: 3, term: "li" }],
    ["看＠王", { at: 1, term: "王" }],
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

describe("whom a text names", () => {
  const [first, second] = [
    { text: "@Wang Wei", userId: "@ww1:t", at: 0 },
    { text: "@Wang Wei", userId: "@ww2:t", at: 10 },
  ] as const;
  const both = "@Wang Wei @Wang Wei ";

  test("a name that was erased names nobody", () => {
    expect(stillNamed("ask @Li Na", [{ text: "@Li Na", userId: "@b:t", at: 4 }])).toHaveLength(1);
    expect(stillNamed("ask Li Na", [{ text: "@Li Na", userId: "@b:t", at: 4 }])).toEqual([]);
  });

  test("two people of one name stay two", () => {
    expect(stillNamed(both, [first, second])).toEqual([first, second]);
  });

  test("erasing the first of one name leaves the second", () => {
    expect(moveNamed(both, "@Wang Wei ", 0, [first, second])).toEqual([{ ...second, at: 0 }]);
  });

  test("putting another of the same name before keeps who was there", () => {
    expect(moveNamed("@Wang Wei ", both, 10, [{ ...second, at: 0 }])).toEqual([second]);
  });

  test("typing before a name moves it, typing in it ends it", () => {
    expect(moveNamed("@Wang Wei", "hi @Wang Wei", 3, [first])).toEqual([{ ...first, at: 3 }]);
    expect(moveNamed("@Wang Wei", "@Wang xWei", 7, [first])).toEqual([]);
  });

  test("is read from what was sent", () => {
    const link = (id: string) => `<a href="https://matrix.to/#/${encodeURIComponent(id)}">@Wang Wei</a>`;
    expect(namedIn(`${both}!`, `${link("@ww1:t")} ${link("@ww2:t")} !`)).toEqual([first, second]);
    expect(namedIn("plain", null)).toEqual([]);
  });
});
