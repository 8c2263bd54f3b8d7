import { afterEach, expect, test } from "vitest";
import { minute } from "../../lib/clock.ts";
import { dayLabel, shortMoment } from "./dates.ts";

const before = minute.peek();
afterEach(() => {
  minute.value = before;
});

test("today becomes yesterday at midnight, also on a page that stays open", () => {
  const at = new Date(2026, 11, 1, 23, 58).getTime();
  minute.value = new Date(2026, 11, 1, 23, 59).getTime();
  expect(dayLabel(at)).toBe("Today");
  minute.value = new Date(2026, 11, 2, 0, 0).getTime();
  expect(dayLabel(at)).toBe("Yesterday");
  expect(shortMoment(at)).toBe("Yesterday");
});
