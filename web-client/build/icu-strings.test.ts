import { expect, test } from "vitest";
import { compileMessage } from "./icu-strings.ts";

test("text without arguments stays text", () => {
  expect(compileMessage("Sign in")).toBe("Sign in");
  expect(compileMessage("")).toBe("");
});

test("quotes in plain text are resolved as ICU has them", () => {
  expect(compileMessage("'{'not an argument'}'")).toBe("{not an argument}");
});

test("a message with arguments is parsed", () => {
  expect(compileMessage("Hello {name}")).toHaveLength(2);
});

test("wrong syntax is an error", () => {
  expect(() => compileMessage("{count, plural, one {x}")).toThrow();
});
