import type { InboxItem } from "@portico/contract/inbox.ts";

/** What is due comes first, the earliest on top; then the rest, the latest on top. */
export const inOrder = (items: readonly InboxItem[]): InboxItem[] =>
  items.toSorted(
    (a, b) =>
      dueTime(a) - dueTime(b) ||
      Date.parse(b.at) - Date.parse(a.at) ||
      `${a.kind} ${a.id}`.localeCompare(`${b.kind} ${b.id}`),
  );

/** Without a date it is due after everything that has one. */
const dueTime = ({ dueAt }: InboxItem): number => (dueAt === undefined ? Number.MAX_SAFE_INTEGER : Date.parse(dueAt));

export function countByKind(items: readonly InboxItem[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { kind } of items) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}
