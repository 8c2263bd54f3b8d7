import type { ColumnType, Generated, Selectable } from "kysely";

/** An event that the outbox sends in Matrix. Kept before it is sent, so that every attempt sends the same. */
export interface MatrixSendTable {
  /** The domain event that it follows from. */
  event_id: number;
  ordinal: number;
  room_id: string;
  /** The bot when null. */
  sender: string | null;
  type: string;
  content: ColumnType<Record<string, unknown>, string, never>;
  transaction_id: string;
  prepared_at: Generated<Date>;
  /** What the homeserver answered. */
  matrix_event_id: ColumnType<string | null, undefined, string>;
  sent_at: ColumnType<Date | null, undefined, Date>;
  /** When the event came back from the homeserver. */
  acknowledged_at: ColumnType<Date | null, undefined, Date | null>;
}
export type MatrixSendRow = Selectable<MatrixSendTable>;
