import type { MatrixEvent } from "matrix-js-sdk/lib/models/event.js";

export type Json = Readonly<Record<string, unknown>>;

/** One event as data. Redacted events keep their place with empty content. */
export interface PlainEvent {
  readonly id: string;
  readonly type: string;
  readonly sender: string;
  /** `origin_server_ts`: milliseconds since 1970. */
  readonly at: number;
  readonly content: Json;
  /** Null for events that are not state. */
  readonly stateKey: string | null;
  readonly previous: Json;
  readonly redacted: boolean;
  /** A deleted edit, as its deletion says: what is left of it does not tell. */
  readonly wasEdit?: boolean;
  /** Newest edit that the server knew of when it served this event (`m.relations`/`m.replace`). */
  readonly bundledEdit: PlainEvent | null;
  /** Replies in its thread that the server knew of then, and the newest of them. */
  readonly bundledThread?: { readonly count: number; readonly latest: PlainEvent } | null;
}

/** A JSON object, or an empty one: content of events is whatever somebody sent. */
export const asObject = (value: unknown): Json =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : {};

/** A text, or an empty one. */
export const asText = (value: unknown): string => (typeof value === "string" ? value : "");

/** A finite number, or null. */
export const asNumber = (value: unknown): number | null =>
  typeof value === "number" && Number.isFinite(value) ? value : null;

/** The texts in a list, or none. */
export const asTexts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];

/** An event as the homeserver serves it. */
export const fromJson = (event: Json): PlainEvent => {
  const unsigned = asObject(event["unsigned"]);
  const edit = asObject(asObject(unsigned["m.relations"])["m.replace"]);
  return {
    id: asText(event["event_id"]),
    type: asText(event["type"]),
    sender: asText(event["sender"]),
    at: asNumber(event["origin_server_ts"]) ?? 0,
    content: asObject(event["content"]),
    stateKey: typeof event["state_key"] === "string" ? event["state_key"] : null,
    previous: asObject(unsigned["prev_content"]),
    redacted: unsigned["redacted_because"] !== undefined,
    wasEdit: asObject(asObject(unsigned["redacted_because"])["content"])["org.portico.edit_of"] !== undefined,
    bundledThread: threadFrom(asObject(asObject(unsigned["m.relations"])["m.thread"])),
    bundledEdit: typeof edit["event_id"] === "string" && edit["content"] !== undefined ? fromJson(edit) : null,
  };
};

const threadFrom = (thread: Json): NonNullable<PlainEvent["bundledThread"]> | null => {
  const count = asNumber(thread["count"]);
  return count === null ? null : { count, latest: fromJson(asObject(thread["latest_event"])) };
};

/** Copies an event out of the SDK, which changes its own objects in place. */
export const plainEvent = (event: MatrixEvent): PlainEvent => {
  const plain = fromJson(event.event);
  return event.isRedacted() && !plain.redacted ? { ...plain, redacted: true } : plain;
};
