import { describe, expect, test } from "vitest";
import { audienceMark, deviation, documentState } from "./model.ts";

describe("whom a document waits for", () => {
  test.each([
    [[], "waiting_both"],
    [["ours"], "waiting_theirs"],
    [["theirs"], "waiting_ours"],
    [["ours", "theirs"], "confirmed"],
  ] as const)("%j: %s", (sides, state) => {
    expect(documentState(new Set(sides))).toBe(state);
  });
});

test("an audience is the same whatever its order, and another with one reader more", () => {
  expect(audienceMark(["a", "b"], ["x", "y"])).toBe(audienceMark(["b", "a"], ["y", "x"]));
  expect(audienceMark(["a"], ["x", "y"])).not.toBe(audienceMark(["a"], ["x"]));
  expect(audienceMark(["a", "x"], [])).not.toBe(audienceMark(["a"], ["x"]));
});

test("how far an order is from what was agreed, over a change of clocks", () => {
  const order = { due_on: "2026-10-20", expected_on: "2026-11-03", quantity: 12, expected_quantity: 10 };
  expect(deviation(order)).toEqual({ daysLate: 14, missing: 2 });
  expect(deviation({ ...order, expected_on: "2026-10-19", expected_quantity: 12 })).toEqual({ daysLate: -1, missing: 0 });
});
