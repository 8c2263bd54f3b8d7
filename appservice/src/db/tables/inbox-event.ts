import type { ColumnType, Generated } from "kysely";

/** Matrix events as the homeserver delivered them, once each. */
export interface InboxEventTable {
  event_id: string;
  /** Order of arrival. */
  position: Generated<number>;
  room_id: string;
  type: string;
  event: ColumnType<Record<string, unknown>, string, never>;
  received_at: Generated<Date>;
  handled_at: Date | null;
  attempts: Generated<number>;
  /** Why the last attempt failed. */
  problem: string | null;
}
