import { isDeepStrictEqual } from "node:util";
import type { LocalizedText } from "@portico/contract/common.ts";
import type { RoomOwner } from "@portico/contract/rooms.ts";
import { sql } from "kysely";
import type { Db, Tx } from "../db/connection.ts";
import { lockStructure } from "../db/structure-lock.ts";
import type { ManagedRoomRow } from "../db/tables/managed-room.ts";
import type { RoomPowers } from "../matrix/power-levels.ts";

/** A room as a capability wants it. */
export interface RoomWish {
  /** Stable name of the room, like `ticket:<id>:room`; one capability never uses the keys of another. */
  readonly key: string;
  /** Stays as it was first wanted. */
  readonly kind: "space" | "room";
  /** Which object of which capability it belongs to. */
  readonly owner: RoomOwner;
  readonly name: LocalizedText;
  /** Given: kept as it says. Otherwise people who lead the room write one themselves. */
  readonly topic?: string | null;
  /** The space that lists it, wanted before. */
  readonly parentKey?: string | null;
  /** Customer whose conversation it is: the room stands among those with customers. */
  readonly customerId?: string | null;
  /** Everybody reads and nobody writes. */
  readonly archived?: boolean;
  readonly powers?: RoomPowers;
}

/** A member and the power in the room; 50 leads, below 100 always. */
export interface RoomMembers {
  readonly userId: string;
  readonly power: number;
}

/** The highest power of people; the service alone stands above. */
const MOST_POWER = 99;
const SOURCE = "owned";

/** Wants the room as it is given here, whatever was wanted under the key before. Repeating changes nothing. */
export async function wantRoom(tx: Tx, wish: RoomWish): Promise<void> {
  const parent = wish.parentKey ?? null;
  if (wish.kind === "space" || parent !== null) await lockStructure(tx);
  const before = await tx
    .selectFrom("managed_room")
    .selectAll()
    .where("key", "=", wish.key)
    .forNoKeyUpdate()
    .executeTakeFirst();
  const archived = wish.archived ?? false;
  const row = {
    name_en: wish.name.en,
    name_zh: wish.name.zh,
    topic: wish.topic ?? null,
    parent_key: parent,
    customer_id: wish.customerId ?? null,
    owner_kind: wish.owner.kind,
    owner_id: wish.owner.id,
    powers: isPlain(wish.powers) ? null : wish.powers,
  };
  if (before === undefined) {
    await tx
      .insertInto("managed_room")
      .values({
        ...row,
        key: wish.key,
        kind: wish.kind,
        purpose: SOURCE,
        department_id: null,
        powers: toJson(row.powers),
        archived_at: archived ? new Date() : null,
      })
      .onConflict((conflict) => conflict.column("key").doNothing())
      .execute();
    return;
  }
  if (before.purpose !== SOURCE) throw new Error(`the room ${wish.key} belongs to the directory`);
  const unchanged =
    (before.archived_at !== null) === archived &&
    Object.entries(row).every(([name, value]) => isDeepStrictEqual(before[name as keyof ManagedRoomRow], value));
  if (unchanged) return;
  await tx
    .updateTable("managed_room")
    .set({
      ...row,
      powers: toJson(row.powers),
      archived_at: archived ? (before.archived_at ?? new Date()) : null,
    })
    .where("key", "=", wish.key)
    .execute();
}

const isPlain = (powers: RoomPowers | undefined): powers is undefined | Record<string, never> =>
  powers === undefined || Object.keys(powers).length === 0;
const toJson = (powers: RoomPowers | null): string | null => (powers === null ? null : JSON.stringify(powers));

/**
 * Makes these the members that the source wants in the room, in place of those
 * that it wanted before; what other sources want stays. Accounts that do not
 * exist are refused by the database, ended ones wait for their return.
 */
export async function wantMembers(
  tx: Tx,
  key: string,
  source: RoomOwner,
  members: readonly RoomMembers[],
): Promise<void> {
  const wanted = members.map(({ userId, power }) => ({ user_id: userId, power: Math.min(power, MOST_POWER) }));
  const given = sql`json_to_recordset(${JSON.stringify(wanted)}) AS given (user_id text, power integer)`;
  const sourceId = `${source.kind}:${source.id}`;
  await sql`
    DELETE FROM wanted_membership WHERE room_key = ${key} AND source = ${SOURCE} AND source_id = ${sourceId}
      AND user_id NOT IN (SELECT user_id FROM ${given})`.execute(tx);
  await sql`
    INSERT INTO wanted_membership AS stored (room_key, user_id, source, source_id, power)
    SELECT ${key}, user_id, ${SOURCE}, ${sourceId}, max(power) FROM ${given} GROUP BY user_id ORDER BY user_id
    ON CONFLICT (room_key, user_id, source, source_id) DO UPDATE SET power = excluded.power
      WHERE stored.power <> excluded.power`.execute(tx);
}

/** Closes the room for good: everybody reads, nobody writes. A key that nobody wanted is no error. */
export async function endRoom(tx: Tx, key: string): Promise<void> {
  const room = await roomByKey(tx, key);
  if (room === undefined || room.archived_at !== null) return;
  if (room.kind === "space" || room.parent_key !== null) await lockStructure(tx);
  await tx
    .updateTable("managed_room")
    .set({ archived_at: new Date() })
    .where("key", "=", key)
    .where("purpose", "=", SOURCE)
    .execute();
}

/** What is wanted under the key. */
export const roomByKey = (db: Db, key: string): Promise<ManagedRoomRow | undefined> =>
  db.selectFrom("managed_room").selectAll().where("key", "=", key).executeTakeFirst();

/** The id of the Matrix room; null while there is none. */
export async function roomIdOf(db: Db, key: string): Promise<string | null> {
  const row = await db.selectFrom("managed_room").select("room_id").where("key", "=", key).executeTakeFirst();
  return row?.room_id ?? null;
}

/** Every room of an object, spaces first. */
export const roomsOfOwner = (db: Db, owner: RoomOwner): Promise<ManagedRoomRow[]> =>
  db
    .selectFrom("managed_room")
    .selectAll()
    .where("owner_kind", "=", owner.kind)
    .where("owner_id", "=", owner.id)
    .orderBy("kind", "desc")
    .orderBy("key")
    .execute();
