import { expect, test } from "vitest";
import { partsOf } from "./highlight.ts";

test.each([
  ["我家在上海东边", ["上海"], ["我家在", "[上海]", "东边"]],
  ["Price list, price", ["price"], ["[Price]", " list, ", "[price]"]],
  ["abc", ["b", "bc"], ["a", "[bc]"]],
  ["nothing", ["x", ""], ["nothing"]],
  ["", ["x"], []],
])("%s with %j", (text, words, shown) => {
  expect(partsOf(text, words).map((part) => (part.hit ? `[${part.text}]` : part.text))).toEqual(shown);
});
