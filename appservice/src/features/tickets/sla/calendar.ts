/** Office hours: windows of each week day in local time, and days without any. */
export interface Calendar {
  /** IANA name, like `Asia/Shanghai`. */
  readonly timeZone: string;
  /** By ISO week day, "1" is Monday: pairs of "HH:MM", in order. */
  readonly week: Readonly<Record<string, readonly (readonly [string, string])[]>>;
  /** Local dates, `YYYY-MM-DD`. */
  readonly holidays: readonly string[];
}

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
/** A calendar that has no window within so many days has none. */
const MOST_DAYS = 400;

interface Window {
  readonly from: number;
  readonly to: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat("en-CA", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  formats.set(timeZone, format);
  return format;
}

/** The local wall time at an instant, as if it were UTC. */
function localAt(timeZone: string, at: number): number {
  const parts: Record<string, number> = {};
  for (const { type, value } of formatOf(timeZone).formatToParts(at)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** The instant of a local wall time; of one that the clock skips, the instant at which it goes on. */
function instantOf(timeZone: string, local: number): number {
  const first = local - (localAt(timeZone, local) - local);
  const second = local - (localAt(timeZone, first) - first);
  return localAt(timeZone, second) === local ? second : Math.max(first, second);
}

const minutesOf = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));

/** Windows of a local day, as instants. */
function windowsOf({ timeZone, week, holidays }: Calendar, localDay: number): Window[] {
  if (holidays.includes(new Date(localDay).toISOString().slice(0, 10))) return [];
  const weekday = String(((new Date(localDay).getUTCDay() + 6) % 7) + 1);
  return (week[weekday] ?? []).map(([from, to]) => ({
    from: instantOf(timeZone, localDay + minutesOf(from) * MINUTE),
    to: instantOf(timeZone, localDay + minutesOf(to) * MINUTE),
  }));
}

const dayOf = (timeZone: string, at: number): number => {
  const local = localAt(timeZone, at);
  return local - (local % DAY);
};

/** Milliseconds of office hours between two instants. */
export function officeTimeBetween(calendar: Calendar, from: Date, to: Date): number {
  const [start, end] = [from.getTime(), to.getTime()];
  if (end <= start) return 0;
  let sum = 0;
  const last = dayOf(calendar.timeZone, end);
  for (let day = dayOf(calendar.timeZone, start); day <= last; day += DAY) {
    for (const window of windowsOf(calendar, day)) {
      sum += Math.max(0, Math.min(end, window.to) - Math.max(start, window.from));
    }
  }
  return sum;
}

/** The first instant with so many milliseconds of office hours since then; null where the calendar never has them. */
export function addOfficeTime(calendar: Calendar, from: Date, milliseconds: number): Date | null {
  let left = milliseconds;
  const start = from.getTime();
  let empty = 0;
  for (let day = dayOf(calendar.timeZone, start); empty < MOST_DAYS; day += DAY, empty += 1) {
    for (const window of windowsOf(calendar, day)) {
      const begin = Math.max(start, window.from);
      if (window.to <= begin) continue;
      empty = 0;
      if (window.to - begin >= left) return new Date(begin + left);
      left -= window.to - begin;
    }
  }
  return null;
}
