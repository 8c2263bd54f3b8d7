import { expect, test } from "vitest";
import { median } from "./figures/model.ts";
import { firstName, isNumber, readAnswers, stateAfterCustomer, writeNumber } from "./model.ts";

test("a number with one wrong digit is noticed", () => {
  for (const counter of [1001, 1002, 20_999, 123_456]) {
    const number = writeNumber(counter);
    expect(isNumber(number)).toBe(true);
    for (let at = 3; at < number.length; at += 1) {
      if (number[at] === "-") continue;
      for (const digit of "0123456789") {
        const wrong = number.slice(0, at) + digit + number.slice(at + 1);
        expect(isNumber(wrong), wrong).toBe(digit === number[at]);
      }
    }
  }
});

test.each([
  ["new", "new"],
  ["open", "open"],
  ["waiting_customer", "waiting_us"],
  ["solved", "waiting_us"],
  ["closed", null],
  ["merged", null],
  ["spam", null],
] as const)("a customer who writes in a %s ticket makes it %s", (before, after) => {
  expect(stateAfterCustomer(before, new Date(), new Date())).toBe(after);
});

test("what was solved more than two weeks ago takes a new request", () => {
  const now = new Date("2026-12-01T00:00:00Z");
  expect(stateAfterCustomer("solved", new Date("2026-11-16T00:00:00Z"), now)).toBeNull();
});

test("a field with a condition is asked for only when it holds", () => {
  const label = { en: "Serial", zh: "序列号" };
  const form = [
    { id: "serial", label, kind: "text", required: true, choices: [], when: { field: "effect", is: "All" } },
  ] as const;
  expect(readAnswers(form as never, { effect: "None", serial: "x" })).toEqual({ missing: [], fields: [] });
  expect(readAnswers(form as never, { effect: "All" }).missing).toEqual(["Serial"]);
});

test("customers are told given names", () => {
  expect(firstName({ en: "Shen Ruolan", zh: "沈若兰" })).toBe("Ruolan");
  expect(firstName({ en: "James Whitfield", zh: "James Whitfield" })).toBe("James");
});

test.each([
  [[], null],
  [[5], 5],
  [[9, 1, 5], 5],
  [[4, 2, 10, 3], 3.5],
])("the median of %j is %s", (values, middle) => {
  expect(median(values)).toBe(middle);
});
