import type { ResponseOf } from "../../api/types.ts";

export type Meeting = ResponseOf<"GET /api/meetings/{meetingId}">;
export type Attendant = Meeting["people"][number];

/** Whole minutes, at least one; until now where it is not over. */
export const minutesBetween = (from: string, to: string | null): number =>
  Math.max(1, Math.round(((to === null ? Date.now() : Date.parse(to)) - Date.parse(from)) / 60_000));

/** When somebody came first and went last, null while he is there; and how long he was there in all. */
export const summaryOf = ({ stays }: Attendant): { from: string; to: string | null; minutes: number } => {
  const from = stays[0]?.joinedAt ?? "";
  const open = stays.some(({ leftAt }) => leftAt === null);
  const to = open ? null : (stays.at(-1)?.leftAt ?? null);
  const milliseconds = stays.reduce(
    (sum, { joinedAt, leftAt }) => sum + (leftAt === null ? Date.now() : Date.parse(leftAt)) - Date.parse(joinedAt),
    0,
  );
  return { from, to, minutes: Math.max(1, Math.round(milliseconds / 60_000)) };
};

/** A spreadsheet would take a text that begins so for a formula. */
const quoted = (text: string): string => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;

/** Attendance as CSV (RFC 4180), one row for each stay. */
export const attendanceCsv = (meeting: Meeting, heads: readonly string[]): string =>
  [
    heads.map(quoted).join(","),
    ...meeting.people.flatMap(({ name, company, stays }) =>
      stays.map(({ joinedAt, leftAt }) => [name, company ?? "", joinedAt, leftAt ?? ""].map(quoted).join(",")),
    ),
  ].join("\r\n");
