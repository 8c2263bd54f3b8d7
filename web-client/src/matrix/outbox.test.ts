import { describe, expect, test } from "vitest";
import type { Problem } from "./model.ts";
import { memoryOutboxStore } from "./outbox-store.ts";
import { Outbox } from "./outbox.ts";
import type { OutboxEntry, OutboxPorts, OutboxStore } from "./outbox.ts";

const offline: Problem = { kind: "offline", detail: "", limit: null };
const refused: Problem = { kind: "not-allowed", detail: "", limit: null };
const entry = (key: string, roomId = "!a", file: File | null = null): OutboxEntry => ({
  key,
  roomId,
  at: Number(key.slice(1)),
  content: { msgtype: "m.text", body: key },
  file,
});

class Refusal extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.kind);
    this.problem = problem;
  }
}

/** A homeserver that answers as told, and remembers what it took. */
const setUp = (store: OutboxStore = memoryOutboxStore()) => {
  const log: string[] = [];
  const answers = new Map<string, Problem[]>();
  let goOn: (() => void)[] = [];
  const ports: OutboxPorts = {
    store,
    upload: async (file, onProgress) => {
      log.push(`upload ${file.name}`);
      onProgress(0.5);
      return "mxc://s/1";
    },
    send: async (roomId, key, content) => {
      const problem = answers.get(key)?.shift();
      log.push(`${problem === undefined ? "sent" : problem.kind} ${roomId} ${key}`);
      if (problem !== undefined) throw new Refusal(problem);
      return `$${key}${typeof content["url"] === "string" ? "+file" : ""}`;
    },
    problemOf: (error) => (error as Refusal).problem,
    isPassing: (problem) => problem.kind === "offline",
    untilNextTry: async () => new Promise((resolve) => goOn.push(resolve)),
    exclusively: async (_key, work) => work(),
  };
  const wake = (): void => {
    const waiting = goOn;
    goOn = [];
    waiting.forEach((resolve) => resolve());
  };
  return { outbox: new Outbox(ports), log, answers, wake, waiting: () => goOn.length };
};
const states = (outbox: Outbox) => outbox.items.value.map(({ key, delivery }) => `${key} ${delivery.state}`);

describe("outbox", () => {
  test("keeps the order of a room through an outage and does not hold up another room", async () => {
    const { outbox, log, answers, wake, waiting } = setUp();
    answers.set("k1", [offline, offline]);
    await Promise.all([outbox.add(entry("k1")), outbox.add(entry("k2")), outbox.add(entry("k3", "!b"))]);
    await expect.poll(() => waiting()).toBe(1);
    expect(log).toEqual(["offline !a k1", "sent !b k3"]);
    wake();
    await expect.poll(() => waiting()).toBe(1);
    wake();
    await expect.poll(() => log.slice(2)).toEqual(["offline !a k1", "sent !a k1", "sent !a k2"]);
  });

  test("sets aside what is refused, goes on, and sends it again under the same key", async () => {
    const { outbox, log, answers } = setUp();
    answers.set("k1", [refused]);
    await outbox.add(entry("k1"));
    await outbox.add(entry("k2"));
    await expect.poll(() => states(outbox)).toEqual(["k1 failed", "k2 sent"]);
    await outbox.retry("k1");
    await expect.poll(() => states(outbox)).toEqual(["k1 sent", "k2 sent"]);
    expect(log).toEqual(["not-allowed !a k1", "sent !a k2", "sent !a k1"]);
    expect(outbox.keyOf("$k1")).toBe("k1");
  });

  test("a new page takes up what the old one left, in order", async () => {
    const store = memoryOutboxStore();
    await store.put(entry("k2"));
    await store.put(entry("k1"));
    const { outbox, log } = setUp(store);
    await outbox.start();
    await expect.poll(() => log).toEqual(["sent !a k1", "sent !a k2"]);
    await expect.poll(async () => (await store.all()).length).toBe(0);
  });

  test("uploads a file once, however often its message is tried", async () => {
    const { outbox, log, answers, wake, waiting } = setUp();
    answers.set("k1", [offline]);
    await outbox.add(entry("k1", "!a", new File(["x"], "a.txt")));
    await expect.poll(() => waiting()).toBe(1);
    wake();
    await expect.poll(() => log).toEqual(["upload a.txt", "offline !a k1", "sent !a k1"]);
    expect(outbox.keyOf("$k1+file")).toBe("k1");
  });

  test("what another tab has sent is dropped, not sent again", async () => {
    const store = memoryOutboxStore();
    const { outbox, log } = setUp({ ...store, has: async () => false });
    await outbox.add(entry("k1"));
    await expect.poll(() => states(outbox)).toEqual([]);
    expect(log).toEqual([]);
  });

  test("an event that came back replaces the entry", async () => {
    const { outbox } = setUp();
    await outbox.add(entry("k1"));
    await expect.poll(() => states(outbox)).toEqual(["k1 sent"]);
    outbox.seen(new Set(["$k1"]));
    expect(states(outbox)).toEqual([]);
  });

  test("what was discarded is gone for good", async () => {
    const store = memoryOutboxStore();
    const { outbox, answers } = setUp(store);
    answers.set("k1", [refused]);
    await outbox.add(entry("k1"));
    await expect.poll(() => states(outbox)).toEqual(["k1 failed"]);
    await outbox.discard("k1");
    expect(states(outbox)).toEqual([]);
    expect(await store.all()).toEqual([]);
  });
});
