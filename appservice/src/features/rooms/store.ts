import type { LocalizedText } from "@portico/contract/common.ts";
import type { Outsider } from "@portico/contract/rooms.ts";
import { sql } from "kysely";
import type { Db, Tx } from "../../db/connection.ts";
import { lockStructure } from "../../db/structure-lock.ts";
import type { ManagedRoomRow } from "../../db/tables/managed-room.ts";
import { LAST_URGENT } from "./members/store.ts";
import type { RoomRecord } from "./present.ts";
import type { RoomFacts } from "./state/model.ts";

/** The keys of rooms that have no Matrix room yet; with `urgent` those that somebody waits for, else all, spaces first. */
export async function keysToCreate(db: Db, { urgent, limit }: { urgent: boolean; limit: number }): Promise<string[]> {
  const rows = await db
    .selectFrom("managed_room as room")
    .select("key")
    .where("room_id", "is", null)
    .$if(urgent, (query) =>
      query.where((eb) =>
        eb.exists(
          eb
            .selectFrom("membership_gap as gap")
            .select("gap.user_id")
            .whereRef("gap.room_key", "=", "room.key")
            .where("gap.priority", "<=", LAST_URGENT),
        ),
      ),
    )
    .orderBy("kind", "desc")
    .orderBy("key")
    .limit(limit)
    .execute();
  return rows.map((row) => row.key);
}

/** The keys of rooms whose state is wanted anew, was changed in Matrix, or was never read; spaces first. */
export async function keysToReconcile(db: Db, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom("managed_room")
    .select("key")
    .where("room_id", "is not", null)
    .where((eb) =>
      eb.or([
        eb("wanted_version", "<>", eb.ref("reconciled_version")),
        eb("drift_version", "<>", eb.ref("repaired_version")),
        eb("loaded_at", "is", null),
      ]),
    )
    .orderBy(sql`drift_version <> repaired_version`, "desc")
    .orderBy("kind", "desc")
    .orderBy("key")
    .limit(limit)
    .execute();
  return rows.map((row) => row.key);
}

export const findRoom = (db: Db, key: string): Promise<ManagedRoomRow | undefined> =>
  db.selectFrom("managed_room").selectAll().where("key", "=", key).executeTakeFirst();

export const findRoomById = (db: Db, roomId: string): Promise<ManagedRoomRow | undefined> =>
  db.selectFrom("managed_room").selectAll().where("room_id", "=", roomId).executeTakeFirst();

/** Matrix ids of the rooms that exist, by key. */
export async function roomIdsByKey(db: Db): Promise<Map<string, string>> {
  const rows = await db.selectFrom("managed_room").select(["key", "room_id"]).execute();
  return new Map(rows.flatMap((row) => (row.room_id === null ? [] : [[row.key, row.room_id] as const])));
}

/** What the room's state follows from besides its row: one statement, since a scan asks it for every room. */
export async function factsOf(db: Db, room: ManagedRoomRow): Promise<RoomFacts> {
  const { rows } = await sql<Pick<RoomFacts, "power" | "outsiders" | "parent" | "children">>`
    SELECT
      (SELECT room_id FROM managed_room AS parent
        WHERE parent.key = ${room.parent_key}
          AND (${room.archived_at === null} OR parent.archived_at IS NOT NULL)) AS parent,
      ARRAY(SELECT room_id FROM managed_room AS child
        WHERE child.parent_key = ${room.key} AND child.room_id IS NOT NULL
          AND (${room.archived_at !== null} OR child.archived_at IS NULL) ORDER BY child.key) AS children,
      (SELECT coalesce(json_object_agg(user_id, power), '{}') FROM wanted_member
        WHERE room_key = ${room.key} AND power > 0) AS power,
      ARRAY(SELECT DISTINCT account.company FROM wanted_member JOIN account USING (user_id)
        WHERE room_key = ${room.key} AND account.company IS NOT NULL) AS outsiders`.execute(db);
  const [facts] = rows;
  if (facts === undefined) throw new Error("a selection of values without a row");
  return { ...facts, outsiders: facts.outsiders.toSorted() };
}

/** User ids of who shall be in the Matrix room. */
export async function listMembersOf(db: Db, roomId: string): Promise<string[]> {
  const rows = await db
    .selectFrom("wanted_membership")
    .innerJoin("managed_room", "managed_room.key", "wanted_membership.room_key")
    .select("wanted_membership.user_id")
    .distinct()
    .where("managed_room.room_id", "=", roomId)
    .execute();
  return rows.map((row) => row.user_id);
}

/** The names of these accounts. */
export async function namesOfAccounts(db: Db, userIds: readonly string[]): Promise<Map<string, LocalizedText>> {
  const rows = await db
    .selectFrom("account")
    .select(["user_id", "name_en", "name_zh"])
    .where("user_id", "=", sql<string>`ANY(${userIds}::text[])`)
    .execute();
  return new Map(rows.map((row) => [row.user_id, { en: row.name_en, zh: row.name_zh }]));
}

export async function markCreationStarted(db: Db, key: string): Promise<void> {
  await db.updateTable("managed_room").set({ creation_started_at: new Date() }).where("key", "=", key).execute();
}

/** Keeps the id of a room that was created as its row says; nobody knew it open if it is closed. */
export async function setRoomId(tx: Tx, room: ManagedRoomRow, roomId: string): Promise<void> {
  const { key, kind, parent_key, archived_at } = room;
  if (kind === "space" || parent_key !== null) await lockStructure(tx);
  await tx
    .updateTable("managed_room")
    .set({ room_id: roomId, closed_at: archived_at })
    .where("key", "=", key)
    .execute();
}

/** Whether the room is closed in Matrix, as far as is noted, and shall be. */
export const isTurned = ({ archived_at, closed_at }: ManagedRoomRow): boolean =>
  (archived_at === null) !== (closed_at === null);

/** Notes that the room is closed in Matrix, or open again; false when that was noted before. */
export async function markTurned(tx: Tx, { key, archived_at }: ManagedRoomRow): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable("managed_room")
    .set({ closed_at: archived_at === null ? null : new Date() })
    .where("key", "=", key)
    .where("closed_at", archived_at === null ? "is not" : "is", null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Notes that the room's state was as the given versions wanted it; what changed meanwhile stays due. */
export async function markReconciled(db: Db, room: ManagedRoomRow): Promise<void> {
  await db
    .updateTable("managed_room")
    .set({
      reconciled_version: room.wanted_version,
      repaired_version: room.drift_version,
      reconciled_at: new Date(),
      problem: null,
    })
    .where("key", "=", room.key)
    .execute();
}

/** Notes why the room could not be made true. */
export async function setProblem(db: Db, key: string, problem: string): Promise<void> {
  await db.updateTable("managed_room").set({ problem }).where("key", "=", key).execute();
}

/** Notes that the state of the Matrix room may not be as it shall be. */
export async function markDrifted(db: Db, key: string): Promise<void> {
  await db
    .updateTable("managed_room")
    .set({ drift_version: sql`drift_version + 1` })
    .where("key", "=", key)
    .execute();
}

/** Whether the account shall be in the room, and with which badge; null: it shall not. */
export async function wantedMemberOf(db: Db, key: string, userId: string): Promise<{ company: string | null } | null> {
  const row = await db
    .selectFrom("wanted_member")
    .innerJoin("account", "account.user_id", "wanted_member.user_id")
    .select("account.company")
    .where("wanted_member.room_key", "=", key)
    .where("wanted_member.user_id", "=", userId)
    .executeTakeFirst();
  return row ?? null;
}

/** A member of the room who may invite, as far as is known. */
export async function anyInviter(db: Db, key: string): Promise<string | undefined> {
  const row = await db
    .selectFrom("wanted_member")
    .innerJoin("actual_membership as actual", (join) =>
      join
        .onRef("actual.room_key", "=", "wanted_member.room_key")
        .onRef("actual.user_id", "=", "wanted_member.user_id"),
    )
    .select("actual.user_id")
    .where("wanted_member.room_key", "=", key)
    .where("wanted_member.power", ">=", 50)
    .where("actual.membership", "=", "join")
    .executeTakeFirst();
  return row?.user_id;
}

interface Progress {
  readonly wanted: number;
  readonly done: number;
}

/** How far accounts and rooms at the homeserver follow. */
export async function readProgress(db: Db): Promise<{ accounts: Progress; rooms: Progress }> {
  const { rows } = await sql<Record<`${"accounts" | "rooms"}_${"wanted" | "done"}`, number>>`
    SELECT
      (SELECT count(*) FROM account) AS accounts_wanted,
      (SELECT count(*) FROM account WHERE applied_profile IS NOT DISTINCT FROM wanted_profile) AS accounts_done,
      (SELECT count(*) FROM managed_room) AS rooms_wanted,
      (SELECT count(*) FROM managed_room WHERE loaded_at IS NOT NULL AND reconciled_version = wanted_version
        AND drift_version = repaired_version) AS rooms_done`.execute(db);
  const [row] = rows;
  if (row === undefined) throw new Error("an aggregate without a row");
  return {
    accounts: { wanted: row.accounts_wanted, done: row.accounts_done },
    rooms: { wanted: row.rooms_wanted, done: row.rooms_done },
  };
}

/** How many memberships shall be, each counted once whatever its reasons are. */
export async function countWantedMembers(db: Db): Promise<number> {
  const row = await db
    .selectFrom("wanted_member")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  return row.count;
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
