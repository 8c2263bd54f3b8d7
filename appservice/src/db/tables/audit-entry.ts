import type { ColumnType, Generated, Selectable } from "kysely";

/** Who did what, kept for ever; the database refuses to change a row. */
export interface AuditEntryTable {
  id: Generated<number>;
  /** The domain event, once each. */
  event_id: number;
  name: string;
  actor: string;
  /** What it is about: the stream of the event. */
  subject: string;
  payload: ColumnType<Record<string, unknown>, string, never>;
  at: Date;
  /** Over this entry and the hash of the one before. */
  hash: string;
}
export type AuditEntryRow = Selectable<AuditEntryTable>;
