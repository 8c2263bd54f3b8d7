import { parse } from "@formatjs/icu-messageformat-parser";
import { expect, test } from "vitest";
import { fillSimple, isElaborate } from "./simple-message.ts";

test("plain arguments are filled without the formatter", () => {
  expect(fillSimple(parse("{inviter} of {company}"), { inviter: "Wei", company: "Heronbay" })).toBe("Wei of Heronbay");
});

test.each([
  ["plain", false],
  ["{name}", false],
  ["{n, number}", true],
  ["{n, plural, other {#}}", true],
])("%s needs the formatter: %s", (text, elaborate) => {
  expect(isElaborate(parse(text))).toBe(elaborate);
});
