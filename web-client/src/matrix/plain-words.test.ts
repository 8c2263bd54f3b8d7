import { expect, test } from "vitest";
import { plainWords } from "./plain-words.ts";

const words = (html: string) => plainWords({ kind: "text", body: "raw", html });

test.each([
  ["<strong>8</strong> units", "8 units"],
  ["one<br>two", "one two"],
  ["<ul><li>a</li><li>b</li></ul>", "a b"],
  ["a &lt; b &amp;amp; c&#39;s &#x4e2d;", "a < b &amp; c's 中"],
  ["&bogus; &#99999999;", "&bogus; &#99999999;"],
])("%s", (html, text) => {
  expect(words(html)).toBe(text);
});

test("without HTML the body stands as it was typed", () => {
  expect(plainWords({ kind: "text", body: "2 * 3 * 4", html: null })).toBe("2 * 3 * 4");
});
