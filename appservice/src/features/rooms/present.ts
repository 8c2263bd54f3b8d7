import type { ManagedRoom, Outsider } from "@portico/contract/rooms.ts";
import type { ManagedRoomRow } from "../../db/tables/managed-room.ts";

/** A room that exists in Matrix. */
export type RoomRecord = Omit<ManagedRoomRow, "room_id"> & { readonly room_id: string };

/** Whose the room is, when it belongs to an object of a capability. */
export const ownerOf = ({ owner_kind: kind, owner_id: id }: Pick<ManagedRoomRow, "owner_kind" | "owner_id">) =>
  kind === null || id === null ? null : { kind, id };

export const presentRoom = (room: RoomRecord, outsiders: readonly Outsider[]): ManagedRoom => ({
  roomId: room.room_id,
  kind: room.kind,
  purpose: room.purpose,
  name: { en: room.name_en, zh: room.name_zh },
  departmentId: room.department_id,
  projectId: room.project_id,
  customerId: room.customer_id,
  owner: ownerOf(room),
  archivedAt: room.archived_at?.toISOString() ?? null,
  outsiders: [...outsiders],
});
