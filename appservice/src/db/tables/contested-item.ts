import type { ColumnType, Generated } from "kysely";

/** One thing of a room that somebody changes as often as it is repaired; left alone until it is released. */
export interface ContestedItemTable {
  room_key: string;
  type: string;
  state_key: string;
  /** Who changes it, as far as is known. */
  cause: string | null;
  wanted: ColumnType<unknown, string | null, string | null>;
  actual: ColumnType<unknown, string | null, string | null>;
  since: Generated<Date>;
}
