import { expect, test } from "vitest";
import { PagedList } from "./paged-list.ts";

const host = { addController() {}, removeController() {}, requestUpdate() {}, updateComplete: Promise.resolve(true) };
const page = (items: readonly string[], nextCursor: string | null) => ({ items, nextCursor, total: 3 });

test("loads page after page until there is no cursor", async () => {
  const list = new PagedList<string>(host);
  await list.start(async (cursor) => (cursor === null ? page(["a", "b"], "2") : page(["c"], null)));
  expect(list.hasMore).toBe(true);
  await list.more();
  expect(list.items).toEqual(["a", "b", "c"]);
  expect(list.hasMore).toBe(false);
});

test("a failed page is asked for again, and what was there stays", async () => {
  const list = new PagedList<string>(host);
  let fails = true;
  await list.start(async (cursor) => {
    if (cursor === null) return page(["a"], "1");
    if (fails) throw new Error("no answer");
    return page(["b"], null);
  });
  await list.more();
  expect([list.state, list.items]).toEqual(["failed", ["a"]]);
  fails = false;
  await list.more();
  expect([list.state, list.items]).toEqual(["ready", ["a", "b"]]);
});

test("an answer to an earlier start is dropped", async () => {
  const list = new PagedList<string>(host);
  const slow = Promise.withResolvers<void>();
  const first = list.start(async () => {
    await slow.promise;
    return page(["old"], null);
  });
  await list.start(async () => page(["new"], null));
  slow.resolve();
  await first;
  expect(list.items).toEqual(["new"]);
});
