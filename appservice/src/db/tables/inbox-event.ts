import type { ColumnType, Generated, Selectable } from "kysely";

/** Matrix events as the homeserver delivered them, once each. */
export interface InboxEventTable {
  event_id: string;
  /** Order of arrival. */
  position: Generated<number>;
  room_id: string;
  type: string;
  event: ColumnType<Record<string, unknown>, string, never>;
  received_at: Generated<Date>;
  handled_at: ColumnType<Date | null, undefined, Date | null>;
  attempts: Generated<number>;
  /** While it lies ahead, the room waits. */
  next_attempt_at: ColumnType<Date | null, undefined, Date | null>;
  /** Set when it failed too often; the room's events stand until somebody replays it. */
  parked_at: ColumnType<Date | null, undefined, Date | null>;
  /** How often an operator handed it over once more. */
  replays: Generated<number>;
  /** Why the last attempt failed. */
  problem: ColumnType<string | null, undefined, string | null>;
}

/** What the homeserver delivered and is no event; nobody handles it, an operator can look at it. */
export interface InboxRejectedTable {
  id: Generated<number>;
  /** SHA-256 of the whole, so that a repeat is kept once. */
  fingerprint: string;
  transaction_id: string;
  /** As JSON, shortened when it is very long. */
  body: string;
  problem: string;
  received_at: Generated<Date>;
}
export type InboxRejectedRow = Selectable<InboxRejectedTable>;
