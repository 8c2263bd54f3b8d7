import { z } from "zod";
import type { RoomMember } from "@portico/contract/rooms.ts";
import type { Context } from "../../../context.ts";
import { inTransaction } from "../../../db/connection.ts";
import { recordEvent } from "../../../db/record-event.ts";
import type { ManagedRoomRow } from "../../../db/tables/managed-room.ts";
import { AppError } from "../../../errors.ts";
import type { Actor } from "../../../policy/actor.ts";
import { can, requireAbility, requireVisible } from "../../../policy/engine.ts";
import { readCursor, writeCursor } from "../../directory/cursor.ts";
import { findRoomById } from "../store.ts";
import {
  countMembers,
  deleteManual,
  insertManual,
  listMembers,
  lockAccount,
  type MemberRecord,
  powerOf,
} from "./store.ts";

interface MembersQuery {
  readonly former: "true" | "false";
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** Who is in a room and why, and members whom a lead adds besides those of the directory. */
export function createMemberService({ db, rooms }: Pick<Context, "db" | "rooms">) {
  /** The room with the asker's power there; nobody learns of rooms of others even that they exist. */
  async function loadFor(actor: Actor, roomId: string) {
    const room = await findRoomById(db, roomId);
    if (room === undefined) throw new AppError("NOT_FOUND", { noun: "room" });
    const power = actor.kind === "operator" ? null : await powerOf(db, room.key, actor.userId);
    if (actor.role !== "admin") requireVisible(actor, "room.read", "room", { power });
    return { room, power, leads: can(actor, "room.manage-members", { power }) };
  }

  async function loadToChange(actor: Actor, roomId: string): Promise<ManagedRoomRow> {
    const { room, power } = await loadFor(actor, roomId);
    requireAbility(actor, "room.manage-members", { power });
    if (!isOpenToHand(room)) throw new AppError(room.archived_at === null ? "ROOM_FIXED" : "ROOM_ARCHIVED");
    return room;
  }

  async function list(actor: Actor, roomId: string, { former, cursor, limit }: MembersQuery) {
    const { room, leads } = await loadFor(actor, roomId);
    const changes = leads && isOpenToHand(room);
    const past = former === "true";
    const [name, id] = cursor === undefined ? [] : readCursor(cursor, z.tuple([z.string(), z.string()]));
    const after = name === undefined || id === undefined ? undefined : { name, id };
    const found = await listMembers(db, room.key, { former: past, after, limit: limit + 1 });
    const items = found.slice(0, limit);
    const last = items.at(-1);
    return {
      items: items.map((member) => present(member, actor, changes)),
      nextCursor: found.length > limit && last !== undefined ? writeCursor([last.name.en, last.userId]) : null,
      total: await countMembers(db, room.key, past),
      abilities: changes ? (["room.manage-members"] as const).slice() : [],
    };
  }

  async function add(actor: Actor, roomId: string, userId: string): Promise<RoomMember> {
    const room = await loadToChange(actor, roomId);
    await inTransaction(db, async (tx) => {
      const account = await lockAccount(tx, userId);
      if (account === undefined || account.ended_at !== null) throw new AppError("NOT_FOUND", { noun: "person" });
      if (account.class !== "staff") throw new AppError("MEMBER_OUTSIDE");
      if (await insertManual(tx, room.key, userId))
        await recordEvent(tx, actor, "room.member-added", { roomId, userId });
    });
    rooms.wake();
    const [member] = await listMembers(db, room.key, { former: false, userId, limit: 1 });
    if (member === undefined) throw new AppError("NOT_FOUND", { noun: "person" });
    return present(member, actor, true);
  }

  async function remove(actor: Actor, roomId: string, userId: string): Promise<null> {
    const room = await loadToChange(actor, roomId);
    await inTransaction(db, async (tx) => {
      if (await deleteManual(tx, room.key, userId)) {
        await recordEvent(tx, actor, "room.member-removed", { roomId, userId });
        return;
      }
      const [member] = await listMembers(tx, room.key, { former: false, userId, limit: 1 });
      const [reason] = member?.reasons ?? [];
      if (reason === undefined) return;
      throw new AppError("MEMBERSHIP_HELD", { source: reason.source, name: reason.name?.en ?? "" });
    });
    rooms.wake();
    return null;
  }

  return { list, add, remove };
}

/**
 * Spaces show the organisation, everybody is in the company's room, and a capability's room follows its object:
 * nothing there is for a lead to decide.
 */
const isOpenToHand = (room: ManagedRoomRow): boolean =>
  room.kind === "room" && room.purpose !== "company" && room.purpose !== "owned" && room.archived_at === null;

function present(member: MemberRecord, actor: Actor, changes: boolean): RoomMember {
  const removable = changes && member.reasons.length > 0 && member.reasons.every(({ source }) => source === "manual");
  // What the company is made of is not for outsiders.
  return { ...member, reasons: actor.kind === "guest" ? [] : [...member.reasons], removable };
}
