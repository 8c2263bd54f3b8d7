import { expect, test } from "vitest";
import { dayOf, dueFrom, isOverdue, weekOf } from "./model.ts";

test.each([
  ["2026-11-30T00:00:00Z", "2026-11-30"],
  ["2026-12-06T23:59:59Z", "2026-11-30"],
  ["2026-12-07T00:00:00Z", "2026-12-07"],
  ["2027-01-01T12:00:00Z", "2026-12-28"],
])("the week of %s begins on %s", (moment, monday) => {
  expect(weekOf(new Date(moment))).toBe(monday);
});

test("of an anonymous suggestion only the day is known", () => {
  expect(dayOf(new Date("2026-12-01T16:44:12.345Z")).toISOString()).toBe("2026-12-01T00:00:00.000Z");
});

test.each([
  [14, 0, 14],
  [14, 1, 7],
  [3, 2, 2],
  [1, 1, 2],
])("of %d days, after %d escalations, %d are left", (days, escalations, left) => {
  const start = new Date("2026-12-01T00:00:00Z");
  expect((dueFrom(start, days, escalations).getTime() - start.getTime()) / 86_400_000).toBe(left);
});

test("what is decided is never overdue", () => {
  const dueAt = new Date(0);
  expect(isOverdue({ state: "under_review", dueAt }, new Date())).toBe(true);
  expect(isOverdue({ state: "decided", dueAt }, new Date())).toBe(false);
});
