import type { ColumnType, Generated, Insertable, Selectable } from "kysely";
import type { roomPurposes } from "@portico/contract/rooms.ts";
import type { RoomPowers } from "../../matrix/power-levels.ts";

/** A space or room that the product keeps as it should be. */
export interface ManagedRoomTable {
  /** What it is, stable before the room exists: `company:space`, `department:<id>:room`, `customer:<id>:room`. */
  key: string;
  room_id: string | null;
  kind: "space" | "room";
  purpose: (typeof roomPurposes)[number];
  name_en: string;
  name_zh: string;
  topic: string | null;
  /** The space that lists it. */
  parent_key: string | null;
  department_id: string | null;
  customer_id: string | null;
  project_id: ColumnType<string | null, string | null | undefined>;
  /** Which object of which capability the room belongs to, when its purpose is `owned`. */
  owner_kind: ColumnType<string | null, string | null | undefined>;
  owner_id: ColumnType<string | null, string | null | undefined>;
  /** Powers that differ from the usual ones. */
  powers: ColumnType<RoomPowers | null, string | null | undefined, string | null>;
  /** Set while the room is closed: everybody reads, nobody writes. */
  archived_at: ColumnType<Date | null, Date | null | undefined>;
  /** Set while the room is closed in Matrix too. */
  closed_at: ColumnType<Date | null, undefined, Date | null>;
  created_at: Generated<Date>;
  /** Set before the homeserver is asked; with no `room_id` beside it, an attempt may have succeeded unseen. */
  creation_started_at: ColumnType<Date | null, undefined, Date>;
  /** Counted up by triggers with every change of what the room or its members shall be. */
  wanted_version: Generated<number>;
  /** The `wanted_version` that was last made true. */
  reconciled_version: Generated<number>;
  /** Counted up with every deviation seen in Matrix. */
  drift_version: Generated<number>;
  repaired_version: Generated<number>;
  reconciled_at: ColumnType<Date | null, undefined, Date>;
  /** When the state of the Matrix room was last read whole; null: what is kept of it here says nothing yet. */
  loaded_at: ColumnType<Date | null, undefined, Date>;
  /** Why the last attempt to make it true failed. */
  problem: ColumnType<string | null, undefined, string | null>;
}
export type ManagedRoomRow = Selectable<ManagedRoomTable>;
export type NewManagedRoom = Insertable<ManagedRoomTable>;
