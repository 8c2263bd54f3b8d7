import type { ManagedRoom } from "@portico/contract/rooms.ts";
import type { ManagedRoomRow } from "../../db/tables/managed-room.ts";

/** A room that exists in Matrix, with the outside companies whose people are in it. */
export type RoomRecord = Omit<ManagedRoomRow, "room_id"> & {
  readonly room_id: string;
  readonly outsiders: readonly string[];
};

export const presentRoom = (room: RoomRecord): ManagedRoom => ({
  roomId: room.room_id,
  kind: room.kind,
  purpose: room.purpose,
  name: { en: room.name_en, zh: room.name_zh },
  departmentId: room.department_id,
  projectId: room.project_id,
  customerId: room.customer_id,
  archivedAt: room.archived_at?.toISOString() ?? null,
  outsiders: [...room.outsiders],
});
