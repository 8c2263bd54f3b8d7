import type { FoldContext } from "./fold.ts";
import type { ThreadSummary } from "./model.ts";
import type { PlainEvent } from "./plain-event.ts";
import { mentions } from "./unread.ts";
import type { ReadMark } from "./unread.ts";

/** Replies of others after the user's mark and his own last reply, in a thread that concerns him. */
export const unreadInThread = (
  root: PlainEvent | undefined,
  replies: readonly PlainEvent[],
  userId: string,
  mark: ReadMark | null,
): number => {
  const takesPart =
    root?.sender === userId || replies.some((reply) => reply.sender === userId || mentions(reply, userId));
  if (!takesPart) return 0;
  const last = replies.findLastIndex((reply) => reply.sender === userId || reply.id === mark?.eventId);
  return replies
    .slice(last + 1)
    .filter((reply) => !reply.redacted && (mark === null || last !== -1 || reply.at > mark.at)).length;
};

/** The thread under a message, from its known replies and from what the server said of the others. */
export const summariseThread = (
  root: PlainEvent,
  replies: readonly PlainEvent[],
  context: FoldContext,
): ThreadSummary | null => {
  const present = replies.filter((reply) => !reply.redacted);
  const bundled = root.bundledThread ?? null;
  const later = bundled === null ? [] : present.filter((reply) => reply.at > bundled.latest.at);
  const count = bundled === null ? present.length : Math.max(present.length, bundled.count + later.length);
  const last = present.at(-1) ?? bundled?.latest;
  if (count === 0 || last === undefined) return null;
  const writers = new Set([last, ...present.toReversed()].map((reply) => reply.sender));
  return {
    count,
    people: [...writers].slice(0, 4).map((userId) => context.personOf(userId)),
    at: last.at,
    unread: unreadInThread(root, replies, context.userId, context.threadMark?.(root.id) ?? null),
  };
};
