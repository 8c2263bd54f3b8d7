import { isMessage, threadOf } from "./drawn.ts";
import { asNumber, asObject, asText } from "./plain-event.ts";
import type { Json, PlainEvent } from "./plain-event.ts";
import type { ReadMark } from "./unread.ts";

/** Who has read how far, in every room. The newest mark of somebody counts, public or private; one without a thread counts in all of them. */
export class ReadMarks {
  private readonly _rooms = new Map<string, Map<string, ReadMark>>();

  /** Takes in the content of an `m.receipt` event. */
  take(roomId: string, content: Json): void {
    for (const [eventId, kinds] of Object.entries(content)) {
      for (const kind of ["m.read", "m.read.private"]) {
        for (const [userId, receipt] of Object.entries(asObject(asObject(kinds)[kind]))) {
          const thread = asText(asObject(receipt)["thread_id"]);
          const mark = { eventId, at: asNumber(asObject(receipt)["ts"]) ?? 0 };
          if (thread === "" || thread === "main") this.set(roomId, userId, mark);
          else this.setThread(thread, userId, mark);
        }
      }
    }
  }

  /** Moves somebody's mark; an older one than what is known changes nothing. */
  set(roomId: string, userId: string, mark: ReadMark): void {
    const room = this._rooms.get(roomId) ?? new Map<string, ReadMark>();
    this._rooms.set(roomId, room);
    if ((room.get(userId)?.at ?? -1) <= mark.at) room.set(userId, mark);
  }

  /** The same in a thread, which is named by the message that began it. */
  setThread(root: string, userId: string, mark: ReadMark): void {
    this.set(`thread ${root}`, userId, mark);
  }

  ofThread(root: string, userId: string): ReadMark | null {
    return this.of(`thread ${root}`, userId);
  }

  of(roomId: string, userId: string): ReadMark | null {
    return this._rooms.get(roomId)?.get(userId) ?? null;
  }

  /** The readers at each message: somebody whose mark sits on something not drawn has read the message before it. */
  readers(roomId: string, events: readonly PlainEvent[], except: string): Map<string, string[]> {
    const byEvent = new Map<string, string[]>();
    for (const [userId, mark] of this._rooms.get(roomId) ?? []) {
      if (userId === except) continue;
      byEvent.set(mark.eventId, [...(byEvent.get(mark.eventId) ?? []), userId]);
    }
    const readers = new Map<string, string[]>();
    let message: string | null = null;
    for (const event of events) {
      if (isMessage(event) && threadOf(event) === null) message = event.id;
      const here = byEvent.get(event.id);
      if (here !== undefined && message !== null) readers.set(message, [...(readers.get(message) ?? []), ...here]);
    }
    return readers;
  }
}
