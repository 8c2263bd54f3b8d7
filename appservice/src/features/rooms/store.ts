import type { Outsider } from "@portico/contract/rooms.ts";
import { sql } from "kysely";
import type { Db } from "../../db/connection.ts";
import type { ManagedRoomRow } from "../../db/tables/managed-room.ts";
import type { RoomMember } from "./model.ts";
import type { RoomRecord } from "./present.ts";

/** The keys of rooms that have no Matrix room yet. */
export async function keysToCreate(db: Db): Promise<string[]> {
  const rows = await db.selectFrom("managed_room").select("key").where("room_id", "is", null).orderBy("key").execute();
  return rows.map((row) => row.key);
}

/** The keys of rooms that changed, deviate, or were not looked at for so many hours. */
export async function keysToReconcile(db: Db, hours: number): Promise<string[]> {
  const rows = await db
    .selectFrom("managed_room")
    .select("key")
    .where("room_id", "is not", null)
    .where((eb) =>
      eb.or([
        eb("wanted_version", "<>", eb.ref("reconciled_version")),
        eb("drift_version", "<>", eb.ref("repaired_version")),
        eb("reconciled_at", "<", sql<Date>`now() - make_interval(hours => ${hours})`),
      ]),
    )
    // Spaces first: people see the house before its rooms.
    .orderBy("kind", "desc")
    .orderBy("key")
    .execute();
  return rows.map((row) => row.key);
}

export const findRoom = (db: Db, key: string): Promise<ManagedRoomRow | undefined> =>
  db.selectFrom("managed_room").selectAll().where("key", "=", key).executeTakeFirst();

/** Matrix ids of the rooms that exist, by key. */
export async function roomIdsByKey(db: Db): Promise<Map<string, string>> {
  const rows = await db.selectFrom("managed_room").select(["key", "room_id"]).execute();
  return new Map(rows.flatMap((row) => (row.room_id === null ? [] : [[row.key, row.room_id] as const])));
}

export async function parentAndChildren(
  db: Db,
  room: ManagedRoomRow,
): Promise<{ parent: string | null; children: string[] }> {
  const parent =
    room.parent_key === null
      ? undefined
      : await db.selectFrom("managed_room").select("room_id").where("key", "=", room.parent_key).executeTakeFirst();
  const children = await db
    .selectFrom("managed_room")
    .select("room_id")
    .where("parent_key", "=", room.key)
    .where("room_id", "is not", null)
    .execute();
  return {
    parent: parent?.room_id ?? null,
    children: children.flatMap((child) => (child.room_id === null ? [] : [child.room_id])),
  };
}

/** Who shall be in the room; accounts whose access has ended are in no room. */
export async function listMembers(db: Db, key: string): Promise<RoomMember[]> {
  const rows = await db
    .selectFrom("wanted_membership")
    .innerJoin("account", "account.user_id", "wanted_membership.user_id")
    .select(({ fn }) => [
      "account.user_id",
      "account.company",
      "account.provisioned_at",
      fn.max("wanted_membership.power").as("power"),
    ])
    .where("room_key", "=", key)
    .where("account.ended_at", "is", null)
    .groupBy("account.user_id")
    .orderBy("account.user_id")
    .execute();
  return rows.map((row) => ({
    userId: row.user_id,
    company: row.company,
    power: row.power,
    provisioned: row.provisioned_at !== null,
  }));
}

export async function markCreationStarted(db: Db, key: string): Promise<void> {
  await db.updateTable("managed_room").set({ creation_started_at: new Date() }).where("key", "=", key).execute();
}

export async function setRoomId(db: Db, key: string, roomId: string): Promise<void> {
  await db.updateTable("managed_room").set({ room_id: roomId }).where("key", "=", key).execute();
}

/** Notes that the room was as the given versions wanted it; what changed meanwhile stays due. */
export async function markReconciled(db: Db, room: ManagedRoomRow): Promise<void> {
  await db
    .updateTable("managed_room")
    .set({
      reconciled_version: room.wanted_version,
      repaired_version: room.drift_version,
      reconciled_at: new Date(),
    })
    .where("key", "=", room.key)
    .execute();
}

/** Notes that the Matrix room is not as it shall be. */
export async function markDrifted(db: Db, roomId: string): Promise<void> {
  await db
    .updateTable("managed_room")
    .set({ drift_version: sql`drift_version + 1` })
    .where("room_id", "=", roomId)
    .execute();
}

/** Whether the account shall be in the Matrix room; undefined when the room is none of ours. */
export async function shallBeMember(db: Db, roomId: string, userId: string): Promise<boolean | undefined> {
  const row = await db
    .selectFrom("managed_room")
    .select((eb) =>
      eb
        .exists(
          eb
            .selectFrom("wanted_membership")
            .innerJoin("account", "account.user_id", "wanted_membership.user_id")
            .select("wanted_membership.user_id")
            .whereRef("room_key", "=", "managed_room.key")
            .where("wanted_membership.user_id", "=", userId)
            .where("account.ended_at", "is", null),
        )
        .as("wanted"),
    )
    .where("room_id", "=", roomId)
    .executeTakeFirst();
  return row === undefined ? undefined : Boolean(row.wanted);
}

/** The rooms in Matrix that the account shall be in, by name. */
export const listRoomsOf = (db: Db, userId: string): Promise<RoomRecord[]> =>
  db
    .selectFrom("managed_room")
    .selectAll("managed_room")
    .select(sql<string>`managed_room.room_id`.as("room_id"))
    .where("managed_room.room_id", "is not", null)
    .where(
      "managed_room.key",
      "in",
      db.selectFrom("wanted_membership").select("room_key").where("user_id", "=", userId),
    )
    .orderBy("managed_room.name_en")
    .orderBy("managed_room.key")
    .execute();

/**
 * The people of outside companies by room, by name. Somebody whose access ended
 * stays with the room that was made for his company: his messages stand there.
 */
export async function listOutsiders(db: Db, keys: readonly string[]): Promise<Map<string, Outsider[]>> {
  if (keys.length === 0) return new Map();
  const wanted = db
    .selectFrom("guest")
    .innerJoin("wanted_membership", "wanted_membership.user_id", "guest.user_id")
    .select(["wanted_membership.room_key", "guest.user_id"])
    .where("wanted_membership.room_key", "in", keys);
  const made = db.selectFrom("guest").select(["room_key", "user_id"]).where("room_key", "in", keys);
  const rows = await db
    .selectFrom(wanted.union(made).as("place"))
    .innerJoin("guest", "guest.user_id", "place.user_id")
    .innerJoin("customer", "customer.id", "guest.customer_id")
    .innerJoin("account", "account.user_id", "guest.user_id")
    .select(["place.room_key", "guest.user_id", "guest.name", "customer.name_en", "customer.name_zh"])
    .select((eb) => eb("account.ended_at", "is not", null).as("ended"))
    .orderBy("guest.name")
    .orderBy("guest.user_id")
    .execute();
  const outsiders = new Map<string, Outsider[]>();
  for (const { room_key, user_id, name, name_en, name_zh, ended } of rows) {
    const outsider = { userId: user_id, name, company: { en: name_en, zh: name_zh }, ended: Boolean(ended) };
    outsiders.set(room_key, [...(outsiders.get(room_key) ?? []), outsider]);
  }
  return outsiders;
}
