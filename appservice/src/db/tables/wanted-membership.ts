import type { MembershipSource } from "@portico/contract/rooms.ts";
import type { ColumnType } from "kysely";

/** Who shall be in a managed room and why, one row per reason; the reconciler makes their union true. */
export interface WantedMembershipTable {
  room_key: string;
  user_id: string;
  source: MembershipSource;
  /** Which department, project, meeting; empty for sources that are one of a kind. */
  source_id: ColumnType<string, string | undefined>;
  /** Power level in the room; the highest of all sources counts. */
  power: number;
}
