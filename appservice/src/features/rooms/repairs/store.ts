import { sql } from "kysely";
import type { Db, Tx } from "../../../db/connection.ts";

/** One state event of a managed room. */
export interface RoomItem {
  readonly roomKey: string;
  readonly type: string;
  readonly stateKey: string;
}

const rowOf = ({ roomKey, type, stateKey }: RoomItem) => ({ room_key: roomKey, type, state_key: stateKey });

/** How often the item was repaired after changes by the same one in the last minutes. */
export async function countRepairs(db: Db, item: RoomItem, cause: string | null, minutes: number): Promise<number> {
  const row = await db
    .selectFrom("room_repair")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .where("room_key", "=", item.roomKey)
    .where("type", "=", item.type)
    .where("state_key", "=", item.stateKey)
    .where("cause", "is not distinct from", cause)
    .where("at", ">", sql<Date>`now() - make_interval(mins => ${minutes})`)
    .executeTakeFirstOrThrow();
  return row.count;
}

export async function insertRepair(tx: Tx, item: RoomItem, cause: string | null): Promise<void> {
  await tx
    .insertInto("room_repair")
    .values({ ...rowOf(item), cause })
    .execute();
}

/** Leaves the item alone from now on; false when it was before. */
export async function insertContested(
  tx: Tx,
  item: RoomItem,
  { cause, wanted, actual }: { cause: string | null; wanted: unknown; actual: unknown },
): Promise<boolean> {
  const inserted = await tx
    .insertInto("contested_item")
    .values({ ...rowOf(item), cause, wanted: JSON.stringify(wanted), actual: JSON.stringify(actual) })
    .onConflict((conflict) => conflict.doNothing())
    .returning("room_key")
    .executeTakeFirst();
  return inserted !== undefined;
}

/** The items of a room that are left alone, as `type` and state key on two lines. */
export async function contestedIn(db: Db, roomKey: string): Promise<Set<string>> {
  const rows = await db
    .selectFrom("contested_item")
    .select(["type", "state_key"])
    .where("room_key", "=", roomKey)
    .execute();
  return new Set(rows.map((row) => `${row.type}\n${row.state_key}`));
}

/** Ends the fight over an item that is as wanted again. */
export async function settle(db: Db, { roomKey, type, stateKey }: RoomItem): Promise<void> {
  await db
    .deleteFrom("contested_item")
    .where("room_key", "=", roomKey)
    .where("type", "=", type)
    .where("state_key", "=", stateKey)
    .execute();
}

/** Takes all items of a room out of the fight and forgets the repairs that led to it; how many there were. */
export async function release(tx: Tx, roomKey: string): Promise<number> {
  const released = await tx.deleteFrom("contested_item").where("room_key", "=", roomKey).returning("type").execute();
  await tx.deleteFrom("room_repair").where("room_key", "=", roomKey).execute();
  return released.length;
}

export interface ContestedRecord {
  readonly roomKey: string;
  readonly roomId: string;
  readonly name_en: string;
  readonly name_zh: string;
  readonly type: string;
  readonly stateKey: string;
  readonly cause: string | null;
  readonly wanted: unknown;
  readonly actual: unknown;
  readonly since: Date;
}

export async function listContested(db: Db): Promise<ContestedRecord[]> {
  const rows = await db
    .selectFrom("contested_item as item")
    .innerJoin("managed_room as room", "room.key", "item.room_key")
    .select(["item.room_key", "room.room_id", "room.name_en", "room.name_zh", "item.type", "item.state_key"])
    .select(["item.cause", "item.wanted", "item.actual", "item.since"])
    .orderBy("item.since", "desc")
    .execute();
  return rows.map(({ room_key, room_id, state_key, ...row }) => ({
    ...row,
    roomKey: room_key,
    roomId: room_id ?? "",
    stateKey: state_key,
  }));
}
