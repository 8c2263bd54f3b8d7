import { parse } from "@formatjs/icu-messageformat-parser";
import { IntlMessageFormat } from "intl-messageformat";
import { expect, test } from "vitest";
import { pseudoMessages } from "./pseudo.ts";

test("plain text gets accents and length", () => {
  expect(pseudoMessages({ a: "Sign in" })["a"]).toBe("[Šígñ íñ · ·]");
});

test("arguments and plural forms still work", () => {
  const message = pseudoMessages({ a: parse("{n, plural, one {one day} other {# days}}") })["a"];
  expect(new IntlMessageFormat(message ?? "", "en").format({ n: 3 })).toBe("[3 dáýš · ·]");
});
