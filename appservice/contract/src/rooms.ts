import { z } from "zod";
import { LocalizedText, pageOf, PageQuery, RoomId, Timestamp, UserId } from "./common.ts";
import { defineAbilities, defineErrors, defineTopics, event } from "./declare.ts";
import { staffRoles } from "./roles.ts";
import { defineRoutes } from "./routes.ts";

/** What a managed room is for; `owned`: for an object of a capability, which `owner` names. */
export const roomPurposes = ["company", "department", "project", "customer", "owned"] as const;

/** An object of a capability, like `{ kind: "ticket", id: "…" }`. */
export const RoomOwner = z.object({ kind: z.string(), id: z.string() }).meta({ id: "RoomOwner" });
export type RoomOwner = z.infer<typeof RoomOwner>;

/** Somebody of an outside company whom a room has, or had. */
export const Outsider = z
  .object({
    userId: UserId,
    name: z.string(),
    company: LocalizedText,
    ended: z.boolean().meta({ description: "The access has ended; what was written stays" }),
  })
  .meta({ id: "Outsider" });
export type Outsider = z.infer<typeof Outsider>;

export const ManagedRoom = z
  .object({
    roomId: RoomId,
    kind: z.enum(["space", "room"]),
    purpose: z.enum(roomPurposes),
    name: LocalizedText,
    departmentId: z.string().nullable(),
    projectId: z.string().nullable(),
    customerId: z.string().nullable(),
    owner: RoomOwner.nullable(),
    archivedAt: Timestamp.nullable().meta({ description: "Since when everybody reads and nobody writes" }),
    outsiders: z.array(Outsider).meta({
      description: "People of outside companies: those who can read here, and those whose access has ended",
    }),
  })
  .meta({ id: "ManagedRoom" });
export type ManagedRoom = z.infer<typeof ManagedRoom>;

/** Where a membership can come from; each can end without the others. */
export const membershipSources = ["company", "department", "project", "guest", "manual", "meeting", "owned"] as const;
export type MembershipSource = (typeof membershipSources)[number];

/** Why somebody is in a room. */
export const MembershipReason = z
  .object({
    source: z.enum(membershipSources),
    sourceId: z.string().meta({ description: "Which department, project, meeting; empty where there is only one" }),
    name: LocalizedText.nullable().meta({ description: "Its name, where it has one" }),
  })
  .meta({ id: "MembershipReason" });

export const RoomMember = z
  .object({
    userId: UserId,
    name: LocalizedText,
    company: z.string().nullable().meta({ description: "Company of an outsider" }),
    power: z.number().int(),
    joined: z.boolean().meta({ description: "Is in the room; otherwise was in it, or will be" }),
    reasons: z
      .array(MembershipReason)
      .meta({ description: "Why the account is a member; none: it was one. Outsiders are not told" }),
    removable: z.boolean().meta({ description: "The asker can take the member out" }),
  })
  .meta({ id: "RoomMember" });
export type RoomMember = z.infer<typeof RoomMember>;

/** Something in a managed room that is not as it shall be. */
const Difference = z.object({
  roomId: RoomId,
  room: LocalizedText,
  type: z.string().meta({ description: "Type of the state event" }),
  stateKey: z.string(),
  whoseName: LocalizedText.nullable().meta({ description: "Of the person whose membership it is" }),
  wanted: z.unknown().meta({ description: "Content, or membership and badge; null: none" }),
  actual: z.unknown().meta({ description: "Likewise" }),
  by: z.string().nullable().meta({ description: "Who changed it in Matrix, as far as is known" }),
  byName: LocalizedText.nullable().meta({ description: "Of people" }),
});

export const RoomDifference = Difference.extend({
  state: z.enum(["listed", "waiting", "repaired", "contested"]),
}).meta({ id: "RoomDifference" });
export type RoomDifference = z.infer<typeof RoomDifference>;

export const RoomScan = z
  .object({
    id: z.string(),
    dryRun: z.boolean().meta({ description: "Lists only; otherwise what differs is repaired" }),
    requestedBy: z.string(),
    startedAt: Timestamp,
    finishedAt: Timestamp.nullable(),
    rooms: z.number().int(),
    lookedAt: z.number().int(),
    differences: z.number().int(),
    problem: z.string().nullable().meta({ description: "Why the last attempt to read a room failed, in English" }),
  })
  .meta({ id: "RoomScan" });
export type RoomScan = z.infer<typeof RoomScan>;

const roomParams = z.strictObject({ roomId: RoomId });
const memberParams = z.strictObject({ roomId: RoomId, userId: UserId });

export const abilities = defineAbilities({
  "room.read": {
    meaning: "see what the rooms one is in are for",
    roles: [...staffRoles, "guest", "customer_lead", "customer", "partner_contact"],
  },
  "room.manage-members": { meaning: "add colleagues to rooms that one leads and remove them", roles: staffRoles },
  "room.reconcile": {
    meaning: "see how rooms differ from what is wanted, and have them repaired",
    roles: ["admin", "operator"],
  },
});

/** One state event of a managed room that was not as wanted. */
interface RoomDeviation {
  readonly roomId: string;
  readonly type: string;
  readonly stateKey: string;
  /** Content, or for a membership its value and badge; null: there shall be none, or was none. */
  readonly wanted: unknown;
  readonly actual: unknown;
  /** Who changed it in Matrix, as far as is known. */
  readonly by: string | null;
}

/** What happened to a room itself. Events of earlier releases have no key. */
interface RoomFact {
  readonly roomId: string;
  readonly purpose: string;
  readonly key?: string;
  /** null: the directory's, or a customer's. */
  readonly owner?: RoomOwner | null;
}

const room = ({ roomId }: { roomId: string }): string => `room:${roomId}`;

export const events = {
  "room.created": event<RoomFact>(room),
  /** From now on nobody can write there; told when it is so in Matrix. */
  "room.closed": event<RoomFact>(room),
  "room.reopened": event<RoomFact>(room),
  "room.repaired": event<RoomDeviation>(room),
  "room.contested": event<RoomDeviation>(room),
  "room.released": event<{ roomId: string }>(room),
  "room.scanned": event<{ scanId: string; dryRun: boolean; rooms: number; differences: number }>(
    ({ scanId }) => `scan:${scanId}`,
  ),
  "room.member-added": event<{ roomId: string; userId: string }>(room),
  "room.member-removed": event<{ roomId: string; userId: string }>(room),
};

export const topics = defineTopics({
  /** Scans, repairs and contested rooms. */
  reconciler: "room.reconcile",
  rooms: "room.read",
});

export const errors = defineErrors({
  ROOM_FIXED: { status: 409, message: "The members of this room follow the directory alone", log: "info" },
  ROOM_ARCHIVED: { status: 409, message: "This room is closed", log: "info" },
  MEMBER_OUTSIDE: { status: 409, message: "People from outside come by invitation only", log: "info" },
  MEMBERSHIP_HELD: { status: 409, message: "This person is a member because of {source} {name}", log: "info" },
});

export const routes = defineRoutes({
  "GET /api/rooms": {
    access: "room.read",
    summary: "The managed rooms that the asker belongs to",
    response: z.object({ items: z.array(ManagedRoom) }),
  },
  "GET /api/rooms/{roomId}/members": {
    access: "room.read",
    summary: "Members of a room that the asker belongs to and why they are, and with `former` those who were",
    params: roomParams,
    query: PageQuery.extend({ former: z.enum(["true", "false"]).default("false") }),
    response: pageOf(RoomMember).extend({
      abilities: z.array(z.enum(["room.manage-members"])).meta({ description: "What the asker may do in this room" }),
    }),
  },
  "PUT /api/rooms/{roomId}/members/{userId}": {
    access: "room.manage-members",
    summary: "Make a colleague a member of a room, whatever the directory says; nothing happens when that is so",
    params: memberParams,
    response: RoomMember,
  },
  "DELETE /api/rooms/{roomId}/members/{userId}": {
    access: "room.manage-members",
    summary: "Take back that somebody was made a member; refused while another reason holds",
    params: memberParams,
    response: z.null(),
    status: 204,
  },
  "GET /api/rooms/reconciler": {
    access: "room.reconcile",
    summary: "How managed rooms are doing: what waits, what is contested, what fails, the last scan",
    response: z.object({
      rooms: z.object({ total: z.number().int(), due: z.number().int(), failing: z.number().int() }),
      memberships: z.object({ waiting: z.number().int(), failing: z.number().int() }),
      contested: z.array(Difference.extend({ since: Timestamp })),
      problems: z
        .array(z.object({ roomId: RoomId, room: LocalizedText, problem: z.string() }))
        .meta({ description: "Rooms and members that the homeserver refuses, the first ones, in English" }),
      lastScan: RoomScan.nullable(),
    }),
  },
  "POST /api/rooms/{roomId}/release": {
    access: "room.reconcile",
    summary: "Repair what is contested in a room again",
    params: roomParams,
    response: z.object({ released: z.number().int() }),
  },
  "POST /api/rooms/scans": {
    access: "room.reconcile",
    summary: "Compare every managed room with Matrix; one scan at a time, asked twice gives the running one",
    body: z.strictObject({ dryRun: z.boolean() }),
    response: RoomScan,
    status: 202,
  },
  "GET /api/rooms/scans": {
    access: "room.reconcile",
    summary: "Scans, newest first",
    query: PageQuery,
    response: pageOf(RoomScan),
  },
  "GET /api/rooms/scans/{scanId}": {
    access: "room.reconcile",
    summary: "One scan with what it found",
    params: z.strictObject({ scanId: z.string().max(64) }),
    response: z.object({ scan: RoomScan, differences: z.array(RoomDifference) }),
  },
});
