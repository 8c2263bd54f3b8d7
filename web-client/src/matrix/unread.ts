import { isMessage, threadOf } from "./drawn.ts";
import type { Unread } from "./model.ts";
import { asObject, asTexts } from "./plain-event.ts";
import type { PlainEvent } from "./plain-event.ts";

/** How far somebody has read: an event, and when he said so. */
export interface ReadMark {
  readonly eventId: string;
  readonly at: number;
}

const none: Unread = { count: 0, more: false, mentions: 0 };

/** Whether a message names a user, or everybody (`m.mentions`, Matrix 1.7). */
export const mentions = (event: PlainEvent, userId: string): boolean => {
  const content = event.bundledEdit === null ? event.content : asObject(event.bundledEdit.content["m.new_content"]);
  const named = asObject(content["m.mentions"]);
  return named["room"] === true || asTexts(named["user_ids"]).includes(userId);
};

/**
 * Counts what a user has not read, newest backwards: messages that are drawn,
 * written by others, not deleted, after his last read mark, his own last
 * message or his joining, whichever is newest. Reactions, edits and system
 * lines never count, whoever's mark may sit on them.
 *
 * Sliding sync of Synapse always says 0 for its own counts, so this is the only
 * source. `complete` says that nothing older than `events` exists.
 */
export const countUnread = (
  events: readonly PlainEvent[],
  userId: string,
  mark: ReadMark | null,
  complete: boolean,
): Unread => {
  let count = 0;
  let named = 0;
  for (const event of events.toReversed()) {
    if (event.id === mark?.eventId) return { count, more: false, mentions: named };
    const joined =
      event.type === "m.room.member" && event.stateKey === userId && event.content["membership"] === "join";
    if (joined && event.previous["membership"] !== "join") return { count, more: false, mentions: named };
    // Replies in threads are counted there: they do not flood the room.
    if (!isMessage(event) || threadOf(event) !== null) continue;
    if (event.sender === userId) return { count, more: false, mentions: named };
    // The mark's own event is not here (it may be one that is never served): its time decides.
    if (mark !== null && event.at <= mark.at && !events.some((each) => each.id === mark.eventId)) {
      return { count, more: false, mentions: named };
    }
    if (event.redacted) continue;
    count += 1;
    if (mentions(event, userId)) named += 1;
  }
  return count === 0 ? none : { count, more: !complete, mentions: named };
};

/**
 * The event up to which a user has read a room as he opens it: his read mark, or
 * his own last message where that came after it. Null when neither is known.
 */
export const readUpTo = (events: readonly PlainEvent[], userId: string, mark: ReadMark | null): string | null =>
  events.findLast((event) => event.id === mark?.eventId || (isMessage(event) && event.sender === userId))?.id ??
  mark?.eventId ??
  null;
