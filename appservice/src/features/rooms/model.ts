import type { Locale, LocalizedText } from "@portico/contract/common.ts";
import type { ManagedRoomRow } from "../../db/tables/managed-room.ts";
import type { WantedMember, WantedRoom } from "../../matrix/reconcile.ts";

/** One account that shall be in a room. */
export interface RoomMember {
  readonly userId: string;
  readonly power: number;
  /** Company of an outsider. */
  readonly company: string | null;
  /** The homeserver knows the account. */
  readonly provisioned: boolean;
}

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

/** The text in the language in which this installation writes into rooms. */
export const inLocale = (text: LocalizedText, locale: Locale): string =>
  locale === "zh" && text.zh !== "" ? text.zh : text.en;

/**
 * Content of our state event, by which any client sees what the room is for
 * and which outsiders read along. `key` is how a room is found again whose
 * creation was interrupted before its id could be kept.
 */
export const purposeContent = (room: ManagedRoomRow, members: readonly RoomMember[]): Record<string, unknown> => ({
  key: room.key,
  purpose: room.purpose,
  ...(room.department_id !== null && { department_id: room.department_id }),
  ...(room.customer_id !== null && { customer_id: room.customer_id }),
  outsiders: outsidersOf(members),
});

/** Names of the outside companies among the members, each once. */
export const outsidersOf = (members: readonly { readonly company: string | null }[]): string[] =>
  [...new Set(members.flatMap((member) => member.company ?? []))].sort();

/** Powers above none, as `m.room.power_levels` names them. */
export const powersOf = (members: readonly RoomMember[]): Record<string, number> =>
  Object.fromEntries(members.filter((member) => member.power > 0).map((member) => [member.userId, member.power]));

/** What the Matrix room shall be; people whose account does not exist yet come with a later look. */
export const wantedRoom = (
  room: ManagedRoomRow,
  members: readonly RoomMember[],
  links: { readonly parent: string | null; readonly children: readonly string[] },
  locale: Locale,
): WantedRoom => ({
  kind: room.kind,
  name: inLocale({ en: room.name_en, zh: room.name_zh }, locale),
  purpose: purposeContent(room, members),
  ...links,
  power: powersOf(members),
  members: new Map<string, WantedMember>(
    members.filter((member) => member.provisioned).map(({ userId, company }) => [userId, { company }]),
  ),
});
