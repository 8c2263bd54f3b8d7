import { afterEach, expect, test, vi } from "vitest";
import { follow, type LiveMessage, type Look, type Stream } from "./live-feed.ts";

class FakeStream implements Stream {
  static readonly all: FakeStream[] = [];
  readonly after: number | null;
  readyState = 0;
  private readonly _listeners = new Map<string, (event: MessageEvent<string>) => void>();

  constructor(after: number | null) {
    this.after = after;
    FakeStream.all.push(this);
  }
  addEventListener(type: string, listener: (event: MessageEvent<string>) => void): void {
    this._listeners.set(type, listener);
  }
  close(): void {
    this.readyState = 2;
  }
  say(type: "change" | "reset", lastEventId: string, data: object): void {
    this._listeners.get(type)?.({ data: JSON.stringify(data), lastEventId } as MessageEvent<string>);
  }
  open(): void {
    this._listeners.get("open")?.({} as MessageEvent<string>);
  }
  fail(): void {
    this.readyState = 2;
    this._listeners.get("error")?.({} as MessageEvent<string>);
  }
}

const abort: AbortController[] = [];
afterEach(() => {
  for (const each of abort.splice(0)) each.abort();
  FakeStream.all.length = 0;
});

const start = (look: (after: number | null) => Promise<Look>, startAt: number | null = null) => {
  const ending = new AbortController();
  abort.push(ending);
  const told: LiveMessage[] = [];
  void follow({
    openStream: (after) => new FakeStream(after),
    look,
    tell: (message) => told.push(message),
    startAt,
    signal: ending.signal,
    pauses: { open: 20, look: 5, again: 30 },
  });
  return told;
};
const nothing = async (): Promise<Look> => ({ items: [], position: 9, reset: false });

test("tells what the stream says", () => {
  const told = start(nothing, 4);
  const [stream] = FakeStream.all;
  expect(stream?.after).toBe(4);
  stream?.open();
  stream?.say("change", "5", { topic: "guests", ids: ["a"] });
  stream?.say("reset", "8", {});
  expect(told).toEqual([{ topic: "guests", ids: ["a"] }, "everything"]);
});

test("asks from the last position when the stream ends, and opens it again from where that got to", async () => {
  const look = vi.fn<(after: number | null) => Promise<Look>>(async () => ({
    items: [{ topic: "rooms" as const, ids: [] }],
    position: 9,
    reset: false,
  }));
  const told = start(look);
  FakeStream.all[0]?.open();
  FakeStream.all[0]?.say("change", "5", { topic: "guests", ids: [] });
  FakeStream.all[0]?.fail();
  await vi.waitFor(() => expect(FakeStream.all).toHaveLength(2));
  expect(look.mock.calls[0]?.[0]).toBe(5);
  expect(FakeStream.all[1]?.after).toBe(9);
  expect(told).toContainEqual({ topic: "rooms", ids: [] });
});

test("lets everything be read anew when it begins from nowhere: what is shown may be older than that", async () => {
  const told = start(nothing);
  expect(told).toEqual([]);
  FakeStream.all[0]?.open();
  FakeStream.all[0]?.open();
  expect(told).toEqual(["everything"]);
  FakeStream.all[0]?.fail();
  await vi.waitFor(() => expect(FakeStream.all).toHaveLength(2));
  expect(told).toEqual(["everything", "everything"]);
  FakeStream.all[1]?.open();
  expect(told).toHaveLength(2);
});

test("asks again and again where no stream gets through, also when nobody answers, and tries the stream later", async () => {
  const look = vi.fn<(after: number | null) => Promise<Look>>(nothing);
  look.mockRejectedValueOnce(new Error("down"));
  start(look);
  await vi.waitFor(() => expect(look.mock.calls.length).toBeGreaterThan(2));
  await vi.waitFor(() => expect(FakeStream.all.length).toBeGreaterThan(1));
});
