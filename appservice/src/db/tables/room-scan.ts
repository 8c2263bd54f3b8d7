import type { Generated, Selectable } from "kysely";

/** One look at every managed room; goes on after `last_key` when the process ended in between. */
export interface RoomScanTable {
  /** Sorts by time. */
  id: string;
  /** Lists only; otherwise what differs is repaired. */
  dry_run: boolean;
  requested_by: string;
  started_at: Generated<Date>;
  finished_at: Date | null;
  last_key: Generated<string>;
  rooms: number;
  looked_at: Generated<number>;
  /** Why the last attempt to read a room failed. */
  problem: string | null;
}
export type RoomScanRow = Selectable<RoomScanTable>;
