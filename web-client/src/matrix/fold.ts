import { MEMBER_COMPANY_FIELD } from "@portico/contract/matrix.ts";
import { plainName } from "@portico/contract/name-characters.ts";
import { isMessage, relationOf, systemKind, threadOf } from "./drawn.ts";
import { contentOf } from "./message-content.ts";
import type { MessageItem, Person, Quote, Reaction, SystemItem, TimelineItem } from "./model.ts";
import { asObject, asText } from "./plain-event.ts";
import type { Json, PlainEvent } from "./plain-event.ts";
import { summariseThread } from "./thread.ts";
import { mentions } from "./unread.ts";
import type { ReadMark } from "./unread.ts";

/** What folding needs to know beside the events. */
export interface FoldContext {
  readonly userId: string;
  /** Somebody as the room's current state knows him. */
  personOf(userId: string): Person;
  /** Who has read up to an event, without the user himself. */
  readersOf(eventId: string): readonly Person[];
  /** The key under which the user sent an event from here; undefined for all others. */
  keyOf(eventId: string): string | undefined;
  /** How far the user has read in a thread. */
  threadMark?(root: string): ReadMark | null;
}

/** The fields of a person that a member event carries. */
export const personFromMember = (userId: string, content: Json): Person => {
  const company = asText(content[MEMBER_COMPANY_FIELD]) || null;
  const name = plainName(asText(content["displayname"])).trim() || userId.slice(1).split(":")[0] || userId;
  return {
    userId,
    // Other clients read the company in the name; here the badge says it.
    name: company !== null && name.endsWith(` (${company})`) ? name.slice(0, -company.length - 3) : name,
    avatar: asText(content["avatar_url"]) || null,
    company,
  };
};

/** Newest edit of each message, and reactions by message and key. Only a message's author can edit it. */
const relations = (events: readonly PlainEvent[]) => {
  const edits = new Map<string, PlainEvent>();
  const reactions = new Map<string, Map<string, PlainEvent[]>>();
  for (const event of events) {
    if (event.redacted) continue;
    const { type, eventId, key } = relationOf(event);
    if (type === "m.replace" && event.type === "m.room.message") edits.set(`${eventId} ${event.sender}`, event);
    if (type !== "m.annotation" || event.type !== "m.reaction" || key === "") continue;
    const ofMessage = reactions.get(eventId) ?? new Map<string, PlainEvent[]>();
    const ofKey = ofMessage.get(key) ?? [];
    // Somebody who reacted twice in the same way still counts once.
    if (!ofKey.some((each) => each.sender === event.sender)) ofKey.push(event);
    reactions.set(eventId, ofMessage.set(key, ofKey));
  }
  return { edits, reactions };
};

/**
 * Makes rows of a room's events: edits, reactions and deletions are worked into
 * the messages they belong to. Replies in threads stand only in their thread:
 * with `thread`, the rows are the message that began it and its replies.
 */
export const foldTimeline = (
  events: readonly PlainEvent[],
  context: FoldContext,
  thread: string | null = null,
): TimelineItem[] => {
  const { edits, reactions } = relations(events);
  const byId = new Map(events.map((event) => [event.id, event]));
  const replies = Map.groupBy(events.filter(isMessage), threadOf);

  const editOf = (event: PlainEvent): PlainEvent | null => {
    const live = edits.get(`${event.id} ${event.sender}`);
    const bundled = event.bundledEdit?.sender === event.sender ? event.bundledEdit : null;
    if (live === undefined || bundled === null) return live ?? bundled;
    return live.at >= bundled.at ? live : bundled;
  };

  const current = (event: PlainEvent): Json => {
    const edit = event.redacted ? null : editOf(event);
    return edit === null ? event.content : asObject(edit.content["m.new_content"]);
  };

  const quoteOf = (event: PlainEvent): Quote | null => {
    const eventId = asText(asObject(asObject(event.content["m.relates_to"])["m.in_reply_to"])["event_id"]);
    // A thread's fallback names the message before it for clients without threads; nobody quoted it.
    if (eventId === "" || asObject(event.content["m.relates_to"])["is_falling_back"] === true) return null;
    const quoted = byId.get(eventId);
    if (quoted === undefined) return { eventId, sender: null, content: null };
    return {
      eventId,
      sender: context.personOf(quoted.sender),
      content: contentOf(quoted.type, current(quoted), quoted.redacted),
    };
  };

  const reactionsTo = (event: PlainEvent): Reaction[] =>
    [...(reactions.get(event.id) ?? [])].map(([key, from]) => ({
      key,
      people: from.map((each) => context.personOf(each.sender)),
      ownEventId: from.find((each) => each.sender === context.userId)?.id ?? null,
    }));

  const messageOf = (event: PlainEvent): MessageItem => ({
    kind: "message",
    key: context.keyOf(event.id) ?? event.id,
    eventId: event.id,
    sender: context.personOf(event.sender),
    own: event.sender === context.userId,
    at: event.at,
    content: contentOf(event.type, current(event), event.redacted),
    edited: !event.redacted && editOf(event) !== null,
    quote: event.redacted ? null : quoteOf(event),
    reactions: event.redacted ? [] : reactionsTo(event),
    mentionsMe: event.sender !== context.userId && mentions(event, context.userId),
    delivery: { state: "sent" },
    thread: summariseThread(event, replies.get(event.id) ?? [], context),
    readers: context.readersOf(event.id),
  });

  const systemOf = (event: PlainEvent, what: SystemItem["what"]): SystemItem => ({
    kind: "system",
    key: event.id,
    eventId: event.id,
    at: event.at,
    what,
    actor: context.personOf(event.sender),
    subject: subjectOf(event, context),
    text: asText(event.content[event.type === "m.room.topic" ? "topic" : "name"]),
  });

  return events.flatMap((event): TimelineItem[] => {
    const here = thread === null ? threadOf(event) === null : event.id === thread || threadOf(event) === thread;
    if (!here) return [];
    if (isMessage(event)) return [messageOf(event)];
    const what = systemKind(event);
    return what === null ? [] : [systemOf(event, what)];
  });
};

/** Somebody who left carries no name in his last member event: the one before it does. */
const subjectOf = (event: PlainEvent, context: FoldContext): Person => {
  if (event.type !== "m.room.member" || event.stateKey === null) return context.personOf(event.sender);
  const named = asText(event.content["displayname"]) === "" ? event.previous : event.content;
  const person = personFromMember(event.stateKey, named);
  return asText(named["displayname"]) === "" ? context.personOf(event.stateKey) : person;
};
