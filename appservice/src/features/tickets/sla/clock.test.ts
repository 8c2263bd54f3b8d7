import { describe, expect, test } from "vitest";
import { addOfficeTime, type Calendar, officeTimeBetween } from "./calendar.ts";
import { type ClockEvent, minutesRun, readClock } from "./clock.ts";

const office: [string, string][] = [
  ["09:00", "12:00"],
  ["13:00", "18:00"],
];
const calendarIn = (timeZone: string, holidays: string[] = []): Calendar => ({
  timeZone,
  week: { "1": office, "2": office, "3": office, "4": office, "5": office },
  holidays,
});
const shanghai = calendarIn("Asia/Shanghai");
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const at = (text: string) => new Date(text);

describe("office hours", () => {
  test.each([
    ["over lunch", "2026-12-01T03:30:00Z", 60, "2026-12-01T05:30:00.000Z"],
    ["over the night", "2026-12-01T09:30:00Z", 60, "2026-12-02T01:30:00.000Z"],
    ["over the weekend", "2026-12-04T09:30:00Z", 60, "2026-12-07T01:30:00.000Z"],
    ["from before the day begins", "2026-12-01T00:00:00Z", 60, "2026-12-01T02:00:00.000Z"],
  ])("go on %s", (_, from, minutes, due) => {
    expect(addOfficeTime(shanghai, at(from), minutes * MINUTE)?.toISOString()).toBe(due);
  });

  test("leave out a holiday, from the moment that it is entered", () => {
    const from = at("2026-12-01T09:30:00Z");
    const edited = calendarIn("Asia/Shanghai", ["2026-12-02"]);
    expect(addOfficeTime(edited, from, HOUR)?.toISOString()).toBe("2026-12-03T01:30:00.000Z");
  });

  test("a calendar without windows has none", () => {
    const empty: Calendar = { timeZone: "Asia/Shanghai", week: {}, holidays: [] };
    expect(addOfficeTime(empty, at("2026-12-01T00:00:00Z"), HOUR)).toBeNull();
    expect(officeTimeBetween(empty, at("2026-12-01T00:00:00Z"), at("2027-12-01T00:00:00Z"))).toBe(0);
  });

  test("follow the clocks of the place when they change", () => {
    const amsterdam = calendarIn("Europe/Amsterdam");
    // Friday before the change, 17:00 in winter; Monday 10:00 in summer.
    expect(addOfficeTime(amsterdam, at("2026-03-27T16:00:00Z"), 2 * HOUR)?.toISOString()).toBe(
      "2026-03-30T08:00:00.000Z",
    );
    const night: Calendar = { timeZone: "Europe/Amsterdam", week: { "7": [["01:00", "04:00"]] }, holidays: [] };
    const day = (from: string, to: string) => officeTimeBetween(night, at(from), at(to)) / HOUR;
    expect(day("2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"), "an hour is skipped").toBe(2);
    expect(day("2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"), "an hour comes twice").toBe(4);
  });

  test("for any time and length: what is added is what lies between", () => {
    let seed = 7;
    const random = (most: number) => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % most;
    };
    for (const zone of ["Asia/Shanghai", "Europe/Amsterdam", "America/New_York"]) {
      const calendar = calendarIn(zone, ["2026-05-01", "2026-12-25"]);
      for (let round = 0; round < 60; round += 1) {
        const from = new Date(Date.UTC(2026, 0, 1) + random(365 * 24 * 60) * MINUTE);
        const length = (1 + random(6_000)) * MINUTE;
        const due = addOfficeTime(calendar, from, length);
        expect(due && officeTimeBetween(calendar, from, due), `${zone} ${from.toISOString()} ${length}`).toBe(length);
      }
    }
  });
});

describe("the clock of a ticket", () => {
  const created = at("2026-12-01T01:00:00Z");
  const promised = { first: 60, next: 120, solution: 240 };
  const state = (text: string, to: Extract<ClockEvent, { kind: "state" }>["state"]): ClockEvent => ({
    at: at(text),
    kind: "state",
    state: to,
  });
  const message = (text: string, side: "customer" | "agent"): ClockEvent => ({ at: at(text), kind: "message", side });

  test("begins with the first answer, which is due within its hour", () => {
    const clock = readClock(created, [message("2026-12-01T01:00:00Z", "customer")], promised, shanghai);
    expect(clock.due).toEqual({ what: "first", at: at("2026-12-01T02:00:00Z") });
  });

  test("stands while the customer has to act, and goes on where it stood", () => {
    const waiting = [message("2026-12-01T01:30:00Z", "agent"), state("2026-12-01T01:30:00Z", "waiting_customer")];
    expect(readClock(created, waiting, promised, shanghai).due).toBeNull();
    const back = [...waiting, message("2026-12-02T01:00:00Z", "customer"), state("2026-12-02T01:00:00Z", "waiting_us")];
    const clock = readClock(created, back, promised, shanghai);
    expect(clock.due).toEqual({ what: "next", at: at("2026-12-02T03:00:00Z") });
    // Half an hour of the four was used; lunch lies between.
    expect(clock.targets.find(({ what }) => what === "solution")?.dueAt).toEqual(at("2026-12-02T05:30:00Z"));
  });

  test("ends with the solution, and goes on when that did not hold", () => {
    const solved = [message("2026-12-01T01:30:00Z", "agent"), state("2026-12-01T02:00:00Z", "solved")];
    const clock = readClock(created, solved, promised, shanghai);
    expect(clock.due).toBeNull();
    expect(clock.targets.map(({ kept }) => kept)).toEqual([true, true]);
    expect(minutesRun(clock, shanghai)).toBe(60);
    const again = [...solved, state("2026-12-03T01:00:00Z", "waiting_us")];
    expect(readClock(created, again, promised, shanghai).due?.at).toEqual(at("2026-12-03T04:00:00Z"));
  });

  test("says what was missed", () => {
    const late = [message("2026-12-01T02:30:00Z", "agent"), state("2026-12-01T09:30:00Z", "solved")];
    expect(readClock(created, late, promised, shanghai).targets.map(({ kept }) => kept)).toEqual([false, false]);
  });
});
