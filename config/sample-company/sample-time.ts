/** The sample company works in Suzhou, which keeps this offset all year. */
export const sampleUtcOffset = "+08:00";

const weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const minute = 60_000;
const day = 24 * 60 * minute;
const offset = 8 * 60 * minute;

/**
 * The moment that a `SampleTime` means when the company is loaded at
 * `loadedAt`. `W3` is the week of the loading, Monday to Sunday in company
 * local time, `W1` and `W2` are the two before it; so a text that says "on
 * Friday" stays true whatever the day of loading. Answers null for a moment
 * after `loadedAt`: such a message is left out, as are all after it.
 */
export function resolveSampleTime(at: string, loadedAt: Date): Date | null {
  const [week = "", weekday = "", clock = ""] = at.split(" ");
  const [hours, minutes] = clock.split(":").map(Number);
  const dayOfWeek = weekdays.indexOf(weekday);
  if (!/^W[123]$/.test(week) || dayOfWeek < 0 || hours === undefined || minutes === undefined)
    throw new Error(`"${at}" is no time of the sample company; write it like W1 Mon 09:12`);

  const localMidnight = Math.floor((loadedAt.getTime() + offset) / day) * day;
  // Day 0 of the epoch was a Thursday, three days after a Monday.
  const monday = localMidnight - ((localMidnight / day + 3) % 7) * day;
  const weeksBack = 3 - Number(week.slice(1));
  const local = monday + (dayOfWeek - 7 * weeksBack) * day + (hours * 60 + minutes) * minute;
  const moment = local - offset;
  return moment <= loadedAt.getTime() ? new Date(moment) : null;
}
