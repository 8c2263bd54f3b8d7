import { expect, test } from "vitest";
import { linkify } from "./linkify.ts";

const shape = (text: string): string =>
  linkify(text)
    .map((part) => (part.href === null ? part.text : `[${part.href}]`))
    .join("");

test.each([
  ["no address", "no address"],
  ["see https://example.org/a?b=1.", "see [https://example.org/a?b=1]."],
  ["(https://example.org)", "([https://example.org])"],
  ["https://en.wikipedia.org/wiki/Arm_(robot)", "[https://en.wikipedia.org/wiki/Arm_(robot)]"],
  ["请看https://example.org/报价，谢谢", "请看[https://example.org/报价]，谢谢"],
  ["“https://example.org/a”。", "“[https://example.org/a]”。"],
  ["在https://example.org/a～等你", "在[https://example.org/a]～等你"],
  ["javascript:alert(1)", "javascript:alert(1)"],
  ["https://", "https://"],
])("%s", (text, expected) => {
  expect(shape(text)).toBe(expected);
});
