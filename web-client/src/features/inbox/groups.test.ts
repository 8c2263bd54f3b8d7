import { describe, expect, test } from "vitest";
import { grouped } from "./groups.ts";
import type { InboxItem } from "./waiting.ts";

const now = new Date(2026, 11, 1, 12, 0);
const item = (id: string, due: Date | null): InboxItem => ({
  id,
  kind: "thing",
  title: { en: id, zh: id },
  at: now.toISOString(),
  link: "/",
  ...(due !== null && { dueAt: due.toISOString() }),
});

describe("groups of the inbox", () => {
  test.each([
    ["a minute ago", new Date(2026, 11, 1, 11, 59), "overdue"],
    ["later today", new Date(2026, 11, 1, 23, 59), "today"],
    ["after midnight", new Date(2026, 11, 2, 0, 1), "week"],
    ["on the seventh day", new Date(2026, 11, 8, 23, 0), "week"],
    ["after that", new Date(2026, 11, 9, 0, 1), "later"],
    ["at no time", null, "undated"],
  ])("%s", (_, due, name) => {
    expect(grouped([item("a", due)], now).map((group) => group.name)).toEqual([name]);
  });

  test("keep the order of their items, and an empty one is left out", () => {
    const [a, b, c] = [item("a", null), item("b", new Date(2026, 11, 1, 13)), item("c", null)];
    expect(grouped([a, b, c], now)).toEqual([
      { name: "today", items: [b] },
      { name: "undated", items: [a, c] },
    ]);
  });
});
