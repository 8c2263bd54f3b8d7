import { expect, test } from "vitest";
import { attendanceCsv, summaryOf } from "./attendance.ts";
import type { Attendant, Meeting } from "./attendance.ts";

const stays = [
  { joinedAt: "2026-12-01T09:00:00Z", leftAt: "2026-12-01T09:10:00Z" },
  { joinedAt: "2026-12-01T09:20:00Z", leftAt: "2026-12-01T09:25:00Z" },
];

test("who came twice was there for both stays", () => {
  expect(summaryOf({ stays } as unknown as Attendant)).toEqual({
    from: "2026-12-01T09:00:00Z",
    to: "2026-12-01T09:25:00Z",
    minutes: 15,
  });
});

test("the export quotes, and a name that looks like a formula is none", () => {
  const people = [{ name: '=1+1 "x"', company: null, stays: stays.slice(0, 1) }];
  expect(attendanceCsv({ people } as unknown as Meeting, ["Person", "Company", "In", "Out"])).toBe(
    '"Person","Company","In","Out"\r\n"\'=1+1 ""x""","","2026-12-01T09:00:00Z","2026-12-01T09:10:00Z"',
  );
});
