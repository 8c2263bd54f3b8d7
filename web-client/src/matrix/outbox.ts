import { signal } from "@preact/signals-core";
import type { ReadonlySignal } from "@preact/signals-core";
import type { Problem } from "./model.ts";
import type { Json } from "./plain-event.ts";

/** Something written here and on its way. */
export interface OutboxEntry {
  /** Transaction id at the homeserver: sending twice under one id makes one event. */
  readonly key: string;
  readonly roomId: string;
  /** Milliseconds since 1970; entries of a room go in this order. */
  readonly at: number;
  /** Content of `m.room.message`; for a file without its `url`, until the file has been uploaded. */
  readonly content: Json;
  readonly file: File | null;
}

export type OutboxState =
  | { readonly state: "queued" }
  | { readonly state: "sending"; readonly progress: number | null }
  | { readonly state: "failed"; readonly problem: Problem }
  | { readonly state: "sent"; readonly eventId: string };

export type OutboxItem = OutboxEntry & { readonly delivery: OutboxState };

/** Where entries outlive the page. */
export interface OutboxStore {
  all(): Promise<readonly OutboxEntry[]>;
  has(key: string): Promise<boolean>;
  put(entry: OutboxEntry): Promise<void>;
  delete(key: string): Promise<void>;
}

export interface OutboxPorts {
  readonly store: OutboxStore;
  upload(file: File, onProgress: (share: number) => void): Promise<string>;
  /** Sends the content as `m.room.message` and answers with the event id. */
  send(roomId: string, key: string, content: Json): Promise<string>;
  problemOf(error: unknown, entry: OutboxEntry): Problem;
  /** Whether trying the same again can help. */
  isPassing(problem: Problem): boolean;
  /** Resolves when it is worth trying again: after a pause that grows with `attempt`, or earlier on good news. */
  untilNextTry(attempt: number, error: unknown): Promise<void>;
  /** Runs the work in one tab at a time. */
  exclusively<Result>(key: string, work: () => Promise<Result>): Promise<Result>;
}

/**
 * Messages and files that wait for the homeserver. Entries of one room are sent
 * one after the other in the order they were written, rooms beside each other.
 * What only time can mend is tried again for ever; what the homeserver refuses
 * is set aside as `failed`, with the reason, and the next one goes on.
 */
export class Outbox {
  readonly items: ReadonlySignal<readonly OutboxItem[]>;
  private readonly _items = signal<readonly OutboxItem[]>([]);
  private readonly _ports: OutboxPorts;
  private readonly _running = new Set<string>();
  private readonly _keys = new Map<string, string>();
  private _stopped = false;

  constructor(ports: OutboxPorts) {
    this._ports = ports;
    this.items = this._items;
  }

  /** Takes up what an earlier page left. */
  async start(): Promise<void> {
    const left = await this._ports.store.all();
    const known = new Set(this._items.peek().map((item) => item.key));
    const adopted = left.filter((entry) => !known.has(entry.key)).map((entry) => queued(entry));
    this._items.value = [...adopted, ...this._items.peek()].toSorted((a, b) => a.at - b.at);
    for (const roomId of new Set(adopted.map((item) => item.roomId))) this._run(roomId);
  }

  stop(): void {
    this._stopped = true;
  }

  /** Keeps the entry, then starts sending; resolves when it is kept. */
  async add(entry: OutboxEntry): Promise<void> {
    this._items.value = [...this._items.peek(), queued(entry)];
    await this._ports.store.put(entry);
    this._run(entry.roomId);
  }

  async retry(key: string): Promise<void> {
    const item = this._find(key);
    if (item?.delivery.state !== "failed") return;
    this._set(key, { state: "queued" });
    this._run(item.roomId);
  }

  /** Forgets an entry that is not being sent. */
  async discard(key: string): Promise<void> {
    const state = this._find(key)?.delivery.state;
    if (state === undefined || state === "sending" || state === "sent") return;
    this._drop(key);
    await this._ports.store.delete(key);
  }

  /** The key under which an event was sent from this page. */
  keyOf(eventId: string): string | undefined {
    return this._keys.get(eventId);
  }

  /** Forgets what was sent and has come back as an event. */
  seen(eventIds: ReadonlySet<string>): void {
    const rest = this._items
      .peek()
      .filter((item) => item.delivery.state !== "sent" || !eventIds.has(item.delivery.eventId));
    if (rest.length !== this._items.peek().length) this._items.value = rest;
  }

  private _run(roomId: string): void {
    if (this._running.has(roomId)) return;
    this._running.add(roomId);
    void this._drain(roomId).finally(() => this._running.delete(roomId));
  }

  private async _drain(roomId: string): Promise<void> {
    for (let attempt = 0; !this._stopped;) {
      const next = this._items.peek().find((item) => item.roomId === roomId && item.delivery.state === "queued");
      if (next === undefined) return;
      try {
        await this._ports.exclusively(next.key, async () => this._sendOne(next));
        attempt = 0;
      } catch (error) {
        const problem = this._ports.problemOf(error, next);
        if (!this._ports.isPassing(problem)) {
          this._set(next.key, { state: "failed", problem });
          continue;
        }
        this._set(next.key, { state: "queued" });
        await this._ports.untilNextTry(attempt, error);
        attempt += 1;
      }
    }
  }

  private async _sendOne(item: OutboxItem): Promise<void> {
    // Another tab of the same account may have sent it meanwhile.
    if (!(await this._ports.store.has(item.key))) return this._drop(item.key);
    this._set(item.key, { state: "sending", progress: item.file === null ? null : 0 });
    let { content } = item;
    if (item.file !== null) {
      const url = await this._ports.upload(item.file, (progress) =>
        this._set(item.key, { state: "sending", progress }),
      );
      content = { ...content, url };
      // Kept without the file: a retry must not upload it again.
      const uploaded: OutboxEntry = { key: item.key, roomId: item.roomId, at: item.at, content, file: null };
      await this._ports.store.put(uploaded);
      this._replace(item.key, { ...uploaded, delivery: { state: "sending", progress: 1 } });
    }
    const eventId = await this._ports.send(item.roomId, item.key, content);
    this._keys.set(eventId, item.key);
    this._set(item.key, { state: "sent", eventId });
    await this._ports.store.delete(item.key);
  }

  private _find(key: string): OutboxItem | undefined {
    return this._items.peek().find((item) => item.key === key);
  }

  private _set(key: string, delivery: OutboxState): void {
    const item = this._find(key);
    if (item !== undefined) this._replace(key, { ...item, delivery });
  }

  private _replace(key: string, by: OutboxItem): void {
    this._items.value = this._items.peek().map((item) => (item.key === key ? by : item));
  }

  private _drop(key: string): void {
    this._items.value = this._items.peek().filter((item) => item.key !== key);
  }
}

const queued = (entry: OutboxEntry): OutboxItem => ({ ...entry, delivery: { state: "queued" } });
