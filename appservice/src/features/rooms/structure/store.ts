import { sql } from "kysely";
import { chunks } from "../../../db/chunks.ts";
import type { Tx } from "../../../db/connection.ts";
import type { Structure, StructureRoom, WantedMembership } from "../model.ts";

const CHUNK = 5_000;

/** Makes the rooms and memberships of the directory those of the structure, touching only what differs. */
export async function writeStructure(tx: Tx, { rooms, memberships }: Structure): Promise<void> {
  await writeRooms(tx, rooms);
  await writeMemberships(tx, memberships);
}

async function writeRooms(tx: Tx, wanted: readonly StructureRoom[]): Promise<void> {
  const rows = await tx
    .selectFrom("managed_room")
    .select(["key", "kind", "purpose", "name_en", "name_zh", "parent_key", "department_id"])
    .where("purpose", "in", ["company", "department"])
    .execute();
  const stored = new Map(rows.map((row) => [row.key, row]));
  const keys = new Set(wanted.map((room) => room.key));
  const ordered = parentsFirst(wanted);
  for (const chunk of chunks(
    ordered.filter((room) => !stored.has(room.key)),
    CHUNK,
  )) {
    await tx.insertInto("managed_room").values(chunk).execute();
  }
  for (const { key, name_en, name_zh, parent_key } of ordered.filter((room) => differs(room, stored.get(room.key)))) {
    await tx.updateTable("managed_room").set({ name_en, name_zh, parent_key }).where("key", "=", key).execute();
  }
  const unlisted = rows.filter((row) => row.parent_key !== null && !keys.has(row.key)).map((row) => row.key);
  if (unlisted.length > 0) {
    await tx.updateTable("managed_room").set({ parent_key: null }).where("key", "in", unlisted).execute();
  }
}

const differs = (room: StructureRoom, before: StructureRoom | undefined): boolean =>
  before !== undefined &&
  (room.name_en !== before.name_en || room.name_zh !== before.name_zh || room.parent_key !== before.parent_key);

/** In an order in which no room comes before the space that lists it. */
function parentsFirst(rooms: readonly StructureRoom[]): StructureRoom[] {
  const byKey = new Map(rooms.map((room) => [room.key, room]));
  const ordered = new Set<StructureRoom>();
  const visit = (room: StructureRoom): void => {
    const parent = room.parent_key === null ? undefined : byKey.get(room.parent_key);
    if (parent !== undefined && !ordered.has(parent)) visit(parent);
    ordered.add(room);
  };
  for (const room of rooms) visit(room);
  return [...ordered];
}

async function writeMemberships(tx: Tx, wanted: readonly WantedMembership[]): Promise<void> {
  const rows = await tx
    .selectFrom("wanted_membership")
    .select(["room_key", "user_id", "power"])
    .where("source", "=", "department")
    .execute();
  const stored = new Map(rows.map((row) => [`${row.room_key}\n${row.user_id}`, row.power]));
  const differing = wanted.filter(({ roomKey, userId, power }) => stored.get(`${roomKey}\n${userId}`) !== power);
  const keep = new Set(wanted.map(({ roomKey, userId }) => `${roomKey}\n${userId}`));
  const gone = rows.filter((row) => !keep.has(`${row.room_key}\n${row.user_id}`));

  for (const [roomKey, members] of Map.groupBy(gone, (row) => row.room_key)) {
    await tx
      .deleteFrom("wanted_membership")
      .where("source", "=", "department")
      .where("room_key", "=", roomKey)
      .where(
        "user_id",
        "in",
        members.map((row) => row.user_id),
      )
      .execute();
  }
  if (differing.length === 0) return;
  // One parameter for all rows: there may be a hundred thousand, and placeholders for each cost seconds.
  const rowsToWrite = differing.map(({ roomKey, userId, power }) => ({ room_key: roomKey, user_id: userId, power }));
  await sql`
    INSERT INTO wanted_membership (room_key, user_id, source, power)
    SELECT room_key, user_id, 'department', power
    FROM json_to_recordset(${JSON.stringify(rowsToWrite)}) AS wanted (room_key text, user_id text, power integer)
    ON CONFLICT (room_key, user_id, source) DO UPDATE SET power = excluded.power`.execute(tx);
}
