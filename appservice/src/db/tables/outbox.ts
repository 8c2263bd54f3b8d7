import type { ColumnType, Generated } from "kysely";

/** Which consumer is to learn of which events (`*`: of all); written when the service starts. */
export interface OutboxSubscriptionTable {
  event_name: string;
  consumer: string;
}

/** One event on its way to one consumer; made by a trigger when the event is committed. */
export interface OutboxDeliveryTable {
  event_id: number;
  consumer: string;
  /** Follows the order in which events became visible. */
  position: Generated<number>;
  stream: string;
  attempts: Generated<number>;
  /** While it lies ahead, the stream waits. */
  next_attempt_at: ColumnType<Date | null, undefined, Date | null>;
  /** Set when it failed too often; the stream stands until somebody replays it. */
  parked_at: ColumnType<Date | null, undefined, Date | null>;
  /** Why the last attempt failed. */
  problem: ColumnType<string | null, undefined, string | null>;
  /** How often an operator handed it over once more. */
  replays: Generated<number>;
  finished_at: ColumnType<Date | null, undefined, Date | null>;
}
