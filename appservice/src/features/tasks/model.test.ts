import { describe, expect, test } from "vitest";
import { daysAfter, isOverdue, keptAssignees } from "./model.ts";

describe("who keeps a task", () => {
  const here = (...people: string[]) => {
    const set = new Set(people);
    return (userId: string) => set.has(userId);
  };
  test.each([
    { given: ["a", "b"], present: ["a", "b", "c"], kept: ["a", "b"] },
    { given: ["a", "b"], present: ["b", "c"], kept: ["b"] },
    { given: ["a"], present: ["c"], kept: ["c"] },
    { given: ["a"], present: [], kept: ["lead"] },
  ])("$given with $present there: $kept", ({ given, present, kept }) => {
    expect(keptAssignees(given, here(...present), "c", "lead")).toEqual(kept);
  });
  test("nobody, where nobody is", () => {
    expect(keptAssignees(["a"], here(), "c", null)).toEqual([]);
  });
});

test("what is done is never overdue", () => {
  const now = new Date("2026-12-01T10:00:00Z");
  const dueAt = new Date("2026-12-01T09:00:00Z");
  expect(isOverdue({ state: "doing", dueAt }, now)).toBe(true);
  expect(isOverdue({ state: "done", dueAt }, now)).toBe(false);
  expect(isOverdue({ state: "open", dueAt: null }, now)).toBe(false);
});

test("days of a template are whole and never before its beginning", () => {
  const start = new Date("2026-12-01T10:00:00Z");
  expect(daysAfter(start, new Date("2026-12-04T09:00:00Z"))).toBe(3);
  expect(daysAfter(start, new Date("2026-11-04T09:00:00Z"))).toBe(0);
});
