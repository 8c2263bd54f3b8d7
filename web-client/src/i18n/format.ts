import { intlTag } from "./i18n.ts";

type DateStyle = "date" | "short-date" | "day" | "time" | "moment";

const styles: Readonly<Record<DateStyle, Intl.DateTimeFormatOptions>> = {
  /** 3 November 2026 */
  date: { dateStyle: "long" },
  /** 3 Nov 2026 */
  "short-date": { dateStyle: "medium" },
  /** 3 Nov */
  day: { day: "numeric", month: "short" },
  /** 14:05 */
  time: { hour: "2-digit", minute: "2-digit" },
  /** 3 Nov 2026, 14:05 */
  moment: { dateStyle: "medium", timeStyle: "short" },
};

const formats = new Map<string, Intl.DateTimeFormat>();

/** A point in time (RFC 3339 text or milliseconds) in the current language and the device's time zone. */
export const formatDate = (value: string | number | Date, style: DateStyle = "date"): string => {
  const tag = intlTag();
  const key = `${tag} ${style}`;
  const format = formats.get(key) ?? new Intl.DateTimeFormat(tag, { ...styles[style], hour12: false });
  formats.set(key, format);
  return format.format(new Date(value));
};

/** A number in the current language, with one decimal at most. */
export const formatNumber = (value: number): string =>
  new Intl.NumberFormat(intlTag(), { maximumFractionDigits: 1 }).format(value);

const daysIn = 86_400_000;

/** Whole days from now until a point in time; negative when it has passed. */
export const daysUntil = (value: string): number => Math.ceil((new Date(value).getTime() - Date.now()) / daysIn);

const startOfDay = (at: number): number => new Date(at).setHours(0, 0, 0, 0);

/** Days from today to the day of a moment; rounded, because days with a change of clocks have 23 or 25 hours. */
const dayOffset = (at: number): number => Math.round((startOfDay(at) - startOfDay(Date.now())) / daysIn);

/** A moment as people say it: "today 14:05", "tomorrow 09:00", "Thu 3 Dec", further away with the year. */
export const formatWhen = (value: string | number, style: "said" | "exact" = "said"): string => {
  if (style === "exact") return formatDate(value, "moment");
  const at = new Date(value).getTime();
  const days = dayOffset(at);
  if (Math.abs(days) <= 1) {
    const day = new Intl.RelativeTimeFormat(intlTag(), { numeric: "auto" }).format(days, "day");
    return `${day} ${formatDate(at, "time")}`;
  }
  if (Math.abs(days) > 180) return formatDate(at, "short-date");
  return new Intl.DateTimeFormat(intlTag(), { weekday: "short", day: "numeric", month: "short" }).format(at);
};
