import { expect, test } from "vitest";
import { keepsShape } from "./json-shape.ts";

const keeps = (text: string) => keepsShape(Buffer.from(text), { depth: 3, parts: 10 });

test.each([
  ['{"a":[{"b":1}]}', true],
  ['{"a":[{"b":[]}]}', false],
  ["[1,2,3,4,5,6,7,8,9]", true],
  ["[1,2,3,4,5,6,7,8,9,10,11]", false],
  ['{"a":"[[[[[[,,,,,,,,,,,,,"}', true],
  ['{"a":"\\"[[[["}', true],
  ['{"a":"\\\\",  "b":[[[', false],
  ["no JSON", true],
  ["", true],
])("%s: %j", (text, verdict) => {
  expect(keeps(text)).toBe(verdict);
});
