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
