import type { ColumnType } from "kysely";

/** One thing of a room that a scan found other than wanted. */
export interface RoomScanDifferenceTable {
  scan_id: string;
  room_key: string;
  type: string;
  state_key: string;
  wanted: ColumnType<unknown, string | null, never>;
  actual: ColumnType<unknown, string | null, never>;
  /** Who changed it, as far as is known. */
  cause: string | null;
}
