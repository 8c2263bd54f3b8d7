import type { Can, NavigationEntry } from "./client-feature.ts";
import { navigation } from "./features.ts";

/** Rail entries that stand for several pages. */
const groups = {
  work: { icon: "work", label: { en: "Work", zh: "工作" }, order: 40 },
  customers: { icon: "guests", label: { en: "Customers", zh: "客户" }, order: 60 },
} as const;

/** What the rail shows: entries of their own, and for each group that has a page one that leads to its first. */
export function railEntries(can: Can): NavigationEntry[] {
  const allowed = navigation.filter((entry) => entry.allowed(can));
  const grouped = Object.entries(groups).flatMap(([id, group]): NavigationEntry[] => {
    const inside = allowed.filter(({ within }) => within === id);
    const [first] = inside;
    if (first === undefined) return [];
    return [
      {
        ...first,
        ...group,
        id,
        contains: (path) => inside.some((entry) => entry.contains(path)),
        count: () => inside.reduce((sum, { count }) => sum + (count?.() ?? 0), 0),
      },
    ];
  });
  return [...allowed.filter(({ within }) => within === undefined), ...grouped].toSorted((a, b) => a.order - b.order);
}

/** How many entries a phone's bar shows beside the inbox and "More". */
const inBar = 3;

/** The entries of a phone's bar: the first three and the inbox; and what is left for "More". */
export function barEntries(entries: readonly NavigationEntry[]): { bar: NavigationEntry[]; more: NavigationEntry[] } {
  const inbox = entries.filter(({ id }) => id === "inbox");
  const others = entries.filter(({ id }) => id !== "inbox");
  return { bar: [...others.slice(0, inBar), ...inbox], more: others.slice(inBar) };
}
