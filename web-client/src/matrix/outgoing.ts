import { HTML_FORMAT } from "./message-content.ts";
import type { Draft, Problem } from "./model.ts";
import type { Json } from "./plain-event.ts";
import { problemOf } from "./problem.ts";

/**
 * Bytes of JSON that a message's content may have. An event may have 65,536 in
 * all (Matrix specification, "Size limits"); the homeserver adds ids, hashes,
 * signatures and up to some twenty event ids of auth and previous events.
 */
export const CONTENT_LIMIT = 60_000;

const bytesOf = (content: Json): number => new TextEncoder().encode(JSON.stringify(content)).length;

const textOf = (draft: Draft): Json => ({
  msgtype: "m.text",
  body: draft.body,
  ...(draft.html === null ? {} : { format: HTML_FORMAT, formatted_body: draft.html }),
  "m.mentions": {
    ...(draft.mentions.length === 0 ? {} : { user_ids: draft.mentions }),
    ...(draft.mentionsEverybody ? { room: true } : {}),
  },
});

/** What goes over the wire, or why it cannot. Formatting is given up before the message is. */
const fitting = (draft: Draft, contentOf: (draft: Draft) => Json): Json | Problem => {
  const content = contentOf(draft);
  if (bytesOf(content) <= CONTENT_LIMIT) return content;
  const plain = contentOf({ ...draft, html: null });
  return bytesOf(plain) <= CONTENT_LIMIT ? plain : problemOf("message-too-large", "", CONTENT_LIMIT);
};

/** Whether an outgoing value is a refusal: content has no `kind`. */
export const isProblem = (value: Json | Problem): value is Problem => "kind" in value && "detail" in value;

/** Content of a new message. */
export const messageOf = (draft: Draft): Json | Problem =>
  fitting(draft, (each) => ({
    ...textOf(each),
    ...relationOf(each.replyTo, each.thread),
  }));

const relationOf = (replyTo: string | null, thread: string | null): Json => {
  const reply = replyTo === null ? {} : { "m.in_reply_to": { event_id: replyTo } };
  if (thread !== null) return { "m.relates_to": { rel_type: "m.thread", event_id: thread, ...reply } };
  return replyTo === null ? {} : { "m.relates_to": reply };
};

/**
 * Content of an edit of an own message (`m.replace`), with the fallback for clients
 * that do not know edits. Only whom it names for the first time is told again.
 */
export const editOf = (eventId: string, draft: Draft, named: readonly string[] = []): Json | Problem =>
  fitting(draft, (each) => {
    const text = textOf(each);
    return {
      ...textOf({ ...each, mentions: each.mentions.filter((userId) => !named.includes(userId)) }),
      body: `* ${each.body}`,
      ...(each.html === null ? {} : { formatted_body: `* ${each.html}` }),
      "m.new_content": text,
      "m.relates_to": { rel_type: "m.replace", event_id: eventId },
    };
  });
