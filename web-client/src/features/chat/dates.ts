import { formatDate } from "../../i18n/format.ts";
import { intlTag } from "../../i18n/i18n.ts";
import { minute } from "../../lib/clock.ts";

const startOfDay = (at: number): number => new Date(at).setHours(0, 0, 0, 0);
/** Rounded, because days with a change of clocks have 23 or 25 hours. */
const daysAgo = (at: number): number => Math.round((startOfDay(minute.value) - startOfDay(at)) / 86_400_000);

const capitalised = (text: string): string => text.charAt(0).toLocaleUpperCase(intlTag()) + text.slice(1);

/** Heading of a day: today, yesterday, the weekday of the last week, else the date. */
export const dayLabel = (at: number): string => {
  const days = daysAgo(at);
  if (days === 0 || days === 1) {
    return capitalised(new Intl.RelativeTimeFormat(intlTag(), { numeric: "auto" }).format(-days, "day"));
  }
  if (days > 1 && days < 7) {
    return new Intl.DateTimeFormat(intlTag(), { weekday: "long", day: "numeric", month: "long" }).format(at);
  }
  return formatDate(at);
};

/** When something happened, as short as it can be said: a time today, else a day. */
export const shortMoment = (at: number): string => {
  const days = daysAgo(at);
  if (days <= 0) return formatDate(at, "time");
  if (days === 1) return capitalised(new Intl.RelativeTimeFormat(intlTag(), { numeric: "auto" }).format(-1, "day"));
  if (days < 7) return new Intl.DateTimeFormat(intlTag(), { weekday: "short" }).format(at);
  return formatDate(at, "day");
};
