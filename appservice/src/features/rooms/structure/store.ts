import { sql } from "kysely";
import { chunks } from "../../../db/chunks.ts";
import type { Tx } from "../../../db/connection.ts";
import { directorySources, type Structure, type StructureRoom, type WantedMembership } from "../model.ts";

const CHUNK = 5_000;

/** Makes the rooms and memberships of the directory those of the structure, touching only what differs. */
export async function writeStructure(tx: Tx, { rooms, memberships }: Structure): Promise<void> {
  await writeRooms(tx, rooms);
  await writeMemberships(tx, memberships);
}

async function writeRooms(tx: Tx, wanted: readonly StructureRoom[]): Promise<void> {
  const rows = await tx
    .selectFrom("managed_room")
    .select(["key", "kind", "purpose", "name_en", "name_zh", "parent_key", "department_id", "project_id"])
    .select((eb) => eb("archived_at", "is not", null).as("archived"))
    .where((eb) =>
      eb.or([
        eb("purpose", "in", ["company", "department"]),
        eb("project_id", "is not", null),
        eb("key", "=", "projects:space"),
      ]),
    )
    .execute();
  const stored = new Map(rows.map((row) => [row.key, { ...row, archived: Boolean(row.archived) }]));
  const keys = new Set(wanted.map((room) => room.key));
  const ordered = parentsFirst(wanted);
  for (const chunk of chunks(
    ordered.filter((room) => !stored.has(room.key)),
    CHUNK,
  )) {
    await tx.insertInto("managed_room").values(chunk.map(toRow)).execute();
  }
  for (const room of ordered.filter((candidate) => differs(candidate, stored.get(candidate.key)))) {
    const { name_en, name_zh, parent_key, archived_at } = toRow(room);
    await tx
      .updateTable("managed_room")
      .set({ name_en, name_zh, parent_key, archived_at })
      .where("key", "=", room.key)
      .execute();
  }
  const unlisted = rows.filter((row) => row.parent_key !== null && !keys.has(row.key)).map((row) => row.key);
  if (unlisted.length > 0) {
    await tx.updateTable("managed_room").set({ parent_key: null }).where("key", "in", unlisted).execute();
  }
}

const toRow = ({ archived, ...room }: StructureRoom) => ({ ...room, archived_at: archived ? new Date() : null });

const differs = (room: StructureRoom, before: StructureRoom | undefined): boolean =>
  before !== undefined &&
  (room.name_en !== before.name_en ||
    room.name_zh !== before.name_zh ||
    room.parent_key !== before.parent_key ||
    room.archived !== before.archived);

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
  const stored = await tx
    .selectFrom("wanted_membership")
    .select(["room_key", "user_id", "source", "source_id", "power"])
    .where("source", "in", directorySources)
    .execute();
  const rows = wanted.map(({ roomKey, userId, source, sourceId, power }) => ({
    room_key: roomKey,
    user_id: userId,
    source,
    source_id: sourceId,
    power,
  }));
  const powers = new Map(stored.map((row) => [reasonOf(row), row.power]));
  const keep = new Set(rows.map(reasonOf));
  const gone = stored.filter((row) => !keep.has(reasonOf(row)));
  const differing = rows.filter((row) => powers.get(reasonOf(row)) !== row.power);
  // One parameter for all rows: there may be a hundred thousand, and placeholders for each cost seconds.
  if (gone.length > 0) {
    await sql`
      DELETE FROM wanted_membership AS stored
      USING json_to_recordset(${JSON.stringify(gone)})
        AS gone (room_key text, user_id text, source text, source_id text)
      WHERE (stored.room_key, stored.user_id, stored.source, stored.source_id)
        = (gone.room_key, gone.user_id, gone.source, gone.source_id)`.execute(tx);
  }
  if (differing.length > 0) {
    await sql`
      INSERT INTO wanted_membership (room_key, user_id, source, source_id, power)
      SELECT room_key, user_id, source, source_id, power
      FROM json_to_recordset(${JSON.stringify(differing)})
        AS wanted (room_key text, user_id text, source text, source_id text, power integer)
      ON CONFLICT (room_key, user_id, source, source_id) DO UPDATE SET power = excluded.power`.execute(tx);
  }
}

/** Why somebody shall be somewhere, as one text. */
const reasonOf = (row: { room_key: string; user_id: string; source: string; source_id: string }): string =>
  `${row.room_key}\n${row.user_id}\n${row.source}\n${row.source_id}`;
