import { describe, expect, test } from "vitest";
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

describe("what changes", () => {
  /** A list of what there is now, whose answers come when they are let go, as they were when they were asked for. */
  const changing = () => {
    const there = ["a", "b"];
    const held: (() => void)[] = [];
    const load = async (cursor: string | null) => {
      const found =
        cursor === null ? page(there.slice(0, 2), there.length > 2 ? "2" : null) : page(there.slice(2), null);
      await new Promise<void>((resolve) => held.push(resolve));
      return found;
    };
    /** Lets all go that is asked for now and because of it. */
    const letGo = async (): Promise<void> => {
      for (let next = held.shift(); next !== undefined; next = held.shift()) {
        next();
        await new Promise((resolve) => setTimeout(resolve));
      }
    };
    return { list: new PagedList<string>(host), load, there, held, letGo };
  };

  test("while the first page is on its way is read after it", async () => {
    const { list, load, there, letGo } = changing();
    void list.start(load);
    there[1] = "changed";
    void list.refresh();
    await letGo();
    expect(list.items).toEqual(["a", "changed"]);
  });

  test("while it is read anew is read once more, and the older answer never comes last", async () => {
    const { list, load, there, held, letGo } = changing();
    void list.start(load);
    await letGo();
    void list.refresh();
    there[1] = "changed";
    void list.refresh();
    there[1] = "changed again";
    void list.refresh();
    expect(held).toHaveLength(1);
    await letGo();
    expect(list.items).toEqual(["a", "changed again"]);
  });

  test("is not lost when the next page is asked for meanwhile", async () => {
    const { list, load, there, letGo } = changing();
    there.push("c");
    void list.start(load);
    await letGo();
    there[0] = "changed";
    void list.refresh();
    void list.more();
    await letGo();
    expect(list.items).toEqual(["changed", "b", "c"]);
  });

  test("here while it is read anew stays", async () => {
    const { list, load, there, letGo } = changing();
    void list.start(load);
    await letGo();
    void list.refresh();
    there[1] = "changed";
    list.replace((item) => item === "b", "changed");
    await letGo();
    expect(list.items).toEqual(["a", "changed"]);
  });
});
