import type { InboxItem } from "./waiting.ts";

export const groupNames = ["overdue", "today", "week", "later", "undated"] as const;
export type GroupName = (typeof groupNames)[number];

const dayMs = 86_400_000;

const groupOf = ({ dueAt }: InboxItem, now: Date): GroupName => {
  if (dueAt === undefined) return "undated";
  const due = new Date(dueAt).getTime();
  if (due <= now.getTime()) return "overdue";
  const today = new Date(now).setHours(0, 0, 0, 0);
  const days = Math.round((new Date(dueAt).setHours(0, 0, 0, 0) - today) / dayMs);
  if (days === 0) return "today";
  return days <= 7 ? "week" : "later";
};

/** The items by when they are due, in their order; groups without one are left out. */
export const grouped = (
  items: readonly InboxItem[],
  now: Date,
): readonly { readonly name: GroupName; readonly items: readonly InboxItem[] }[] =>
  groupNames
    .map((name) => ({ name, items: items.filter((item) => groupOf(item, now) === name) }))
    .filter((group) => group.items.length > 0);
