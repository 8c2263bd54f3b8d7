import type { ColumnType } from "kysely";

/** A view: who shall be in a room, once, with the highest power of all reasons; nobody whose access has ended. */
export interface WantedMemberView {
  room_key: ColumnType<string, never, never>;
  user_id: ColumnType<string, never, never>;
  power: ColumnType<number, never, never>;
}
