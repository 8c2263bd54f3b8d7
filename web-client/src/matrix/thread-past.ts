import type { RoomActions } from "./session.ts";
import { asObject, fromJson } from "./plain-event.ts";
import type { PlainEvent } from "./plain-event.ts";

/** The events of one thread that the room's own timeline does not reach back to. */
export class ThreadPast {
  hasMore = true;
  private readonly _root: string;
  private readonly _ask: (from: string | null) => ReturnType<RoomActions["replies"]>;
  private _events: readonly PlainEvent[] = [];
  private _from: string | null = null;

  constructor(actions: RoomActions, roomId: string, root: string) {
    this._root = root;
    this._ask = async (from) => actions.replies(roomId, root, from);
  }

  /** Gets one page of older replies, with the first also the message that began the thread. Rejects with the SDK's errors. */
  async load(): Promise<void> {
    const { events, next } = await this._ask(this._from);
    this._events = [...events.map((event) => fromJson(asObject(event))), ...this._events];
    this._from = next;
    this.hasMore = next !== null;
  }

  /** All that is known, oldest first: what the room's timeline has is newer than what was served once. */
  with(live: readonly PlainEvent[]): PlainEvent[] {
    const known = new Set(live.map((event) => event.id));
    const past = this._events.filter((event) => !known.has(event.id));
    // The message that began it stands first, whatever its clock said.
    const rank = (event: PlainEvent): number => (event.id === this._root ? 0 : event.at);
    return [...past, ...live].toSorted((a, b) => rank(a) - rank(b));
  }
}
