import type { InboxItem } from "@portico/contract/inbox.ts";
import { describe, expect, test, vi } from "vitest";
import type { Context } from "../../context.ts";
import type { AccountActor } from "../../policy/actor.ts";
import { inOrder } from "./model.ts";
import { createInboxService } from "./service.ts";

const item = (id: string, at: string, dueAt?: string): InboxItem => ({
  id,
  kind: "thing",
  title: { en: id, zh: id },
  at: `2026-12-0${at}T00:00:00Z`,
  link: "/",
  ...(dueAt !== undefined && { dueAt: `2026-12-0${dueAt}T00:00:00Z` }),
});
const ids = (items: readonly InboxItem[]): string => items.map(({ id }) => id).join(" ");

describe("the order of the inbox", () => {
  test.each([
    ["what is due before what is not", [item("a", "9"), item("b", "1", "9")], "b a"],
    ["the earliest date first", [item("a", "1", "5"), item("b", "1", "3")], "b a"],
    ["of the rest the latest first", [item("a", "1"), item("b", "3"), item("c", "2")], "b c a"],
    ["at the same moment by name", [item("b", "1"), item("a", "1")], "a b"],
  ])("%s", (_, items, order) => expect(ids(inOrder(items))).toBe(order));
});

test("a capability that fails hides nothing of the others", async () => {
  const error = vi.fn();
  const service = createInboxService({ log: { error } } as unknown as Context, [
    { name: "broken", inbox: () => Promise.reject(new Error("no")) },
    { name: "silent" },
    { name: "whole", inbox: () => Promise.resolve([item("a", "1")]) },
  ]);
  const answer = await service.list({ kind: "staff" } as AccountActor);
  expect(answer).toMatchObject({ total: 1, complete: false, counts: { thing: 1 } });
  expect(ids(answer.items)).toBe("a");
  expect(error).toHaveBeenCalledWith(expect.objectContaining({ feature: "broken" }), expect.any(String));
});
