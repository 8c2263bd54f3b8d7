import type { ColumnType } from "kysely";

/** What Matrix says in those state events of a managed room that only the service writes. */
export interface ActualStateTable {
  room_key: string;
  type: string;
  state_key: string;
  content: ColumnType<Record<string, unknown>, string, string>;
  event_id: string;
  sender: string;
  /** Not known to be written by us: whatever differs was changed in Matrix, not wanted anew. */
  foreign_write: boolean;
}
