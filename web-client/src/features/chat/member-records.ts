import type { ReactiveController, ReactiveControllerHost } from "lit";
import { api } from "../../api/client.ts";
import { errorText } from "../../api/error-text.ts";
import type { ResponseOf } from "../../api/types.ts";

type Answer = ResponseOf<"GET /api/rooms/{roomId}/members">;
/** What the company's records say of a member. */
export type MemberRecord = Answer["items"][number];

/**
 * Why each is in a room and whom the user can take out. Chat works without,
 * where the company does not keep the room or cannot be asked.
 */
export class MemberRecords implements ReactiveController {
  /** The user can add colleagues. */
  canAdd = false;
  private _roomId = "";
  private _byId: ReadonlyMap<string, MemberRecord> = new Map();
  /** Taken out in the records; Matrix follows within seconds. */
  private _leaving: ReadonlySet<string> = new Set();
  private _problems: ReadonlyMap<string, string> = new Map();
  private _abort = new AbortController();
  private readonly _host: ReactiveControllerHost;

  constructor(host: ReactiveControllerHost) {
    this._host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this._abort.abort();
  }

  of(userId: string): MemberRecord | undefined {
    return this._byId.get(userId);
  }

  isLeaving(userId: string): boolean {
    return this._leaving.has(userId);
  }

  /** Why the last attempt to take somebody out failed; empty when there was none. */
  problemOf(userId: string): string {
    return this._problems.get(userId) ?? "";
  }

  /** Somebody was made a member. */
  put(record: MemberRecord): void {
    this._byId = new Map([...this._byId, [record.userId, record]]);
    this._leaving = new Set([...this._leaving].filter((userId) => userId !== record.userId));
    this._host.requestUpdate();
  }

  /** Reads the records of a room; those of the same room stay on screen meanwhile. */
  async load(roomId: string): Promise<void> {
    if (roomId !== this._roomId) {
      this._roomId = roomId;
      this.canAdd = false;
      this._byId = new Map();
      this._leaving = new Set();
      this._problems = new Map();
    }
    this._abort.abort();
    const abort = new AbortController();
    this._abort = abort;
    const [found] = await Promise.allSettled([readAll(roomId, abort.signal)]);
    if (found.status === "rejected" || abort.signal.aborted) return;
    this.canAdd = found.value.canAdd;
    this._byId = new Map(found.value.items.map((record) => [record.userId, record]));
    this._host.requestUpdate();
  }

  /** Takes somebody out again who was added by hand. What stands against it is told by `problemOf`. */
  async remove(userId: string): Promise<boolean> {
    const roomId = this._roomId;
    const call = api.call("DELETE /api/rooms/{roomId}/members/{userId}", { params: { roomId, userId } });
    const [done] = await Promise.allSettled([call]);
    if (roomId !== this._roomId) return false;
    const problems = new Map(this._problems);
    if (done.status === "fulfilled") {
      problems.delete(userId);
      this._leaving = new Set([...this._leaving, userId]);
    } else {
      problems.set(userId, errorText(done.reason));
      // Another reason may hold since the list was read.
      await this.load(roomId);
    }
    this._problems = problems;
    this._host.requestUpdate();
    return done.status === "fulfilled";
  }
}

/** Only who can change the members needs all of them; the others read why those on the first page are here. */
async function readAll(roomId: string, signal: AbortSignal) {
  const items: MemberRecord[] = [];
  let page: Answer | undefined;
  do {
    const cursor = page?.nextCursor ?? undefined;
    const query = { limit: 500, ...(cursor !== undefined && { cursor }) };
    // oxlint-disable-next-line no-await-in-loop -- each page says where the next begins
    page = await api.call("GET /api/rooms/{roomId}/members", { params: { roomId }, query }, signal);
    items.push(...page.items);
  } while (page.nextCursor !== null && page.abilities.length > 0);
  return { items, canAdd: page.abilities.includes("room.manage-members") };
}
