import type { ManagedRoomRow } from "../../db/tables/managed-room.ts";

/** The rooms that follow from the directory, and who is in them; no membership is there twice for one reason. */
export interface Structure {
  readonly rooms: readonly StructureRoom[];
  readonly memberships: readonly WantedMembership[];
}
/** The sources of membership that the directory speaks for. */
export const directorySources = ["company", "department", "project"] as const;
export type StructureRoom = Pick<
  ManagedRoomRow,
  "key" | "kind" | "purpose" | "name_en" | "name_zh" | "parent_key" | "department_id" | "project_id"
> & {
  /** The room is closed: everybody reads, nobody writes. */
  readonly archived: boolean;
};
export interface WantedMembership {
  readonly roomKey: string;
  readonly userId: string;
  readonly source: (typeof directorySources)[number];
  /** The department or project because of which the account is a member; empty for the company. */
  readonly sourceId: string;
  readonly power: number;
}
