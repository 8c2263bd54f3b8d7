import type { MessageItem, SystemItem, TimelineItem } from "../../matrix/model.ts";

/** What the timeline draws, one under the other. */
export type TimelineRow =
  | { readonly kind: "day"; readonly key: string; readonly at: number }
  | { readonly kind: "unread"; readonly key: string }
  | { readonly kind: "system"; readonly key: string; readonly items: readonly SystemItem[] }
  | { readonly kind: "message"; readonly key: string; readonly item: MessageItem; readonly startsGroup: boolean };

/** Messages of one person further apart than this (milliseconds) stand apart. */
const PAUSE = 5 * 60_000;

const dayOf = (at: number): string => {
  const date = new Date(at);
  return `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`;
};

const continues = (last: TimelineRow | undefined, item: MessageItem): boolean =>
  last?.kind === "message" && last.item.sender.userId === item.sender.userId && item.at - last.item.at < PAUSE;

/**
 * The time under whose day each item stands. What was brought in from an older
 * system carries its old times, while the room around it was made today: a day
 * never stands above an earlier one.
 */
const daysOf = (items: readonly TimelineItem[]): number[] => {
  const days = items.map((item) => item.at);
  for (let place = days.length - 2; place >= 0; place -= 1) {
    days[place] = Math.min(days[place] ?? 0, days[place + 1] ?? Infinity);
  }
  return days;
};

/**
 * Groups items by day and sender, folds neighbouring system lines into one row,
 * and draws the unread line after the message that was read up to when the room
 * was opened, unless only the user's own messages follow.
 */
export const groupTimeline = (items: readonly TimelineItem[], readUpTo: string | null): TimelineRow[] => {
  const rows: TimelineRow[] = [];
  const readAt = readUpTo === null ? -1 : items.findIndex((item) => item.eventId === readUpTo);
  const firstUnread =
    readAt === -1 ? undefined : items.slice(readAt + 1).find((item) => item.kind === "message" && !item.own);
  const days = daysOf(items);
  let day = "";
  for (const [place, item] of items.entries()) {
    const at = days[place] ?? item.at;
    if (dayOf(at) !== day) {
      day = dayOf(at);
      rows.push({ kind: "day", key: `day ${day} ${item.key}`, at });
    }
    if (item === firstUnread) rows.push({ kind: "unread", key: "unread" });
    const last = rows.at(-1);
    if (item.kind === "message") {
      rows.push({ kind: "message", key: item.key, item, startsGroup: !continues(last, item) });
    } else if (last?.kind === "system") {
      rows[rows.length - 1] = { ...last, items: [...last.items, item] };
    } else {
      rows.push({ kind: "system", key: item.key, items: [item] });
    }
  }
  return rows;
};
