import type { Generated, Insertable, Selectable } from "kysely";
import type { roomPurposes } from "@portico/contract/rooms.ts";

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
  created_at: Generated<Date>;
}
export type ManagedRoomRow = Selectable<ManagedRoomTable>;
export type NewManagedRoom = Insertable<ManagedRoomTable>;
