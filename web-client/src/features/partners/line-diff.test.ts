import { expect, test } from "vitest";
import { lineDiff, MOST_LINES } from "./line-diff.ts";

const brief = (before: string, after: string) =>
  lineDiff(before, after)?.map(({ kind, text }) => ({ same: " ", gone: "-", new: "+" })[kind] + text);

test.each([
  ["a\nb", "a\nb", [" a", " b"]],
  ["a\nb\nc", "a\nc", [" a", "-b", " c"]],
  ["a\nc", "a\nb\nc", [" a", "+b", " c"]],
  ["price 4,800", "price 4,650", ["-price 4,800", "+price 4,650"]],
  ["", "x", ["-", "+x"]],
])("%j and %j", (before, after, lines) => {
  expect(brief(before, after)).toEqual(lines);
});

test("texts that are too long are not compared", () => {
  expect(lineDiff("x\n".repeat(MOST_LINES + 1), "x")).toBeNull();
});
