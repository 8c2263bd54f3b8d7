import { sql } from "kysely";
import type { Db, Tx } from "../../../db/connection.ts";
import type { ManagedRoomRow } from "../../../db/tables/managed-room.ts";
import type { RoomScanRow } from "../../../db/tables/room-scan.ts";

/** One thing of a room that a scan found other than wanted. */
export interface FoundDifference {
  readonly type: string;
  readonly stateKey: string;
  readonly wanted: unknown;
  readonly actual: unknown;
  readonly cause: string | null;
}

/** Any number that no other advisory lock of this database uses. */
const SCAN_LOCK = 7_301_003;

/** The scan that is under way, or a new one. */
export async function startScan(tx: Tx, scan: { id: string; dryRun: boolean; by: string }): Promise<string> {
  await sql`SELECT pg_advisory_xact_lock(${SCAN_LOCK})`.execute(tx);
  const running = await runningScan(tx);
  if (running !== undefined) return running.id;
  const { rooms } = await tx
    .selectFrom("managed_room")
    .select(({ fn }) => fn.countAll<number>().as("rooms"))
    .where("room_id", "is not", null)
    .executeTakeFirstOrThrow();
  await tx
    .insertInto("room_scan")
    .values({ id: scan.id, dry_run: scan.dryRun, requested_by: scan.by, rooms, finished_at: null, problem: null })
    .execute();
  return scan.id;
}

export const runningScan = (db: Db): Promise<RoomScanRow | undefined> =>
  db.selectFrom("room_scan").selectAll().where("finished_at", "is", null).orderBy("id").limit(1).executeTakeFirst();

/** The next rooms of a scan, in order of their keys. */
export const roomsAfter = (db: Db, key: string, limit: number): Promise<ManagedRoomRow[]> =>
  db
    .selectFrom("managed_room")
    .selectAll()
    .where("key", ">", key)
    .where("room_id", "is not", null)
    .orderBy("key")
    .limit(limit)
    .execute();

export async function noteProgress(tx: Tx, scanId: string, lastKey: string, rooms: number): Promise<void> {
  await tx
    .updateTable("room_scan")
    .set({ last_key: lastKey, looked_at: sql`looked_at + ${rooms}` })
    .where("id", "=", scanId)
    .execute();
}

export async function noteProblem(db: Db, scanId: string, problem: string): Promise<void> {
  await db.updateTable("room_scan").set({ problem }).where("id", "=", scanId).execute();
}

export async function finishScan(tx: Tx, scanId: string): Promise<void> {
  await tx
    .updateTable("room_scan")
    .set({ finished_at: new Date(), rooms: sql`looked_at` })
    .where("id", "=", scanId)
    .execute();
}

export async function insertDifferences(
  tx: Tx,
  scanId: string,
  roomKey: string,
  differences: readonly FoundDifference[],
): Promise<void> {
  if (differences.length === 0) return;
  await sql`
    INSERT INTO room_scan_difference (scan_id, room_key, type, state_key, wanted, actual, cause)
    SELECT ${scanId}, ${roomKey}, type, state_key, wanted, actual, cause
    FROM json_to_recordset(${JSON.stringify(
      differences.map(({ stateKey, ...found }) => ({ ...found, state_key: stateKey })),
    )}) AS found (type text, state_key text, wanted jsonb, actual jsonb, cause text)
    ON CONFLICT DO NOTHING`.execute(tx);
}

/** Who shall be in the room with which badge, and who of them is being brought there or out anyway. */
export async function membersForScan(
  db: Db,
  roomKey: string,
): Promise<{ wanted: Map<string, { company: string | null }>; waiting: Set<string> }> {
  const wanted = await db
    .selectFrom("wanted_member")
    .innerJoin("account", "account.user_id", "wanted_member.user_id")
    .select(["account.user_id", "account.company"])
    .where("wanted_member.room_key", "=", roomKey)
    .execute();
  const waiting = await db
    .selectFrom("membership_gap")
    .select("user_id")
    .where("room_key", "=", roomKey)
    .where("drifted", "=", false)
    .execute();
  return {
    wanted: new Map(wanted.map((row) => [row.user_id, { company: row.company }])),
    waiting: new Set(waiting.map((row) => row.user_id)),
  };
}

export interface ScanRecord extends RoomScanRow {
  readonly differences: number;
}

const scans = (db: Db) =>
  db
    .selectFrom("room_scan")
    .selectAll()
    .select((eb) =>
      eb
        .selectFrom("room_scan_difference as difference")
        .select(({ fn }) => fn.countAll<number>().as("count"))
        .whereRef("difference.scan_id", "=", "room_scan.id")
        .as("differences"),
    );

const toRecord = (row: RoomScanRow & { differences: number | null }): ScanRecord => ({
  ...row,
  differences: row.differences ?? 0,
});

export async function listScans(
  db: Db,
  { after, limit }: { after: string | undefined; limit: number },
): Promise<ScanRecord[]> {
  const rows = await scans(db)
    .$if(after !== undefined, (query) => query.where("id", "<", after ?? ""))
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
  return rows.map(toRecord);
}

export async function findScan(db: Db, id: string): Promise<ScanRecord | undefined> {
  const row = await scans(db).where("id", "=", id).executeTakeFirst();
  return row && toRecord(row);
}

export async function countScans(db: Db): Promise<number> {
  const row = await db
    .selectFrom("room_scan")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  return row.count;
}

export interface DifferenceRecord extends FoundDifference {
  readonly roomId: string;
  readonly name_en: string;
  readonly name_zh: string;
  readonly state: "listed" | "waiting" | "repaired" | "contested";
}

/** What a scan found and what became of it since. */
export async function listDifferences(db: Db, scan: RoomScanRow): Promise<DifferenceRecord[]> {
  const { rows } = await sql<Omit<DifferenceRecord, "state"> & { contested: boolean; waiting: boolean }>`
    SELECT room.room_id AS "roomId", room.name_en, room.name_zh, difference.type, difference.state_key AS "stateKey",
      difference.wanted, difference.actual, difference.cause,
      EXISTS (SELECT FROM contested_item item WHERE item.room_key = difference.room_key
        AND item.type = difference.type AND item.state_key = difference.state_key) AS contested,
      CASE WHEN difference.type = 'm.room.member'
        THEN EXISTS (SELECT FROM membership_gap gap
          WHERE gap.room_key = difference.room_key AND gap.user_id = difference.state_key)
        ELSE room.drift_version <> room.repaired_version END AS waiting
    FROM room_scan_difference difference JOIN managed_room room ON room.key = difference.room_key
    WHERE difference.scan_id = ${scan.id}
    ORDER BY room.name_en, room.key, difference.type, difference.state_key`.execute(db);
  return rows.map(({ contested, waiting, ...row }) => ({
    ...row,
    state: scan.dry_run ? "listed" : contested ? "contested" : waiting ? "waiting" : "repaired",
  }));
}

interface Overview {
  readonly rooms: { readonly total: number; readonly due: number; readonly failing: number };
  readonly memberships: { readonly waiting: number; readonly failing: number };
}

export async function readOverview(db: Db): Promise<Overview> {
  const { rows } = await sql<Record<"total" | "due" | "failing" | "waiting" | "stuck", number>>`
    SELECT count(*) AS total,
      count(*) FILTER (WHERE loaded_at IS NULL OR wanted_version <> reconciled_version
        OR drift_version <> repaired_version) AS due,
      count(*) FILTER (WHERE problem IS NOT NULL) AS failing,
      (SELECT count(*) FROM membership_gap) AS waiting,
      (SELECT count(*) FROM membership_gap WHERE problem IS NOT NULL) AS stuck
    FROM managed_room`.execute(db);
  const [row] = rows;
  if (row === undefined) throw new Error("an aggregate without a row");
  return {
    rooms: { total: row.total, due: row.due, failing: row.failing },
    memberships: { waiting: row.waiting, failing: row.stuck },
  };
}

/** What the homeserver refuses, the first ones. */
export async function listProblems(
  db: Db,
  limit: number,
): Promise<{ roomId: string; name_en: string; name_zh: string; problem: string }[]> {
  const { rows } = await sql<{ roomId: string; name_en: string; name_zh: string; problem: string }>`
    SELECT room_id AS "roomId", name_en, name_zh, problem FROM managed_room
    WHERE problem IS NOT NULL AND room_id IS NOT NULL
    UNION ALL
    SELECT room.room_id, room.name_en, room.name_zh, gap.user_id || ': ' || gap.problem
    FROM membership_gap gap JOIN managed_room room ON room.key = gap.room_key
    WHERE gap.problem IS NOT NULL AND room.room_id IS NOT NULL
    LIMIT ${limit}`.execute(db);
  return rows;
}
