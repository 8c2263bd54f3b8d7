import { sql } from "kysely";
import type { Db } from "../../../db/connection.ts";
import type { Membership } from "../../../matrix/ports.ts";
import { type Gap, LONGEST_PATIENCE_SECONDS } from "./model.ts";

/** Priorities up to this one are of people who notice when it takes long. */
export const LAST_URGENT = 3;

interface Choice {
  readonly priorities: readonly [number, number];
  readonly limit: number;
  /** Only of this room. */
  readonly roomKey?: string;
}

/**
 * Gaps that can be closed now, in order: the room exists, the account does, and nobody fights over it. A pause longer
 * than the longest came from a clock that was wrong.
 */
export async function nextGaps(db: Db, { priorities, limit, roomKey }: Choice): Promise<Gap[]> {
  const { rows } = await sql<GapRow>`
    SELECT gap.room_key, gap.user_id, gap.turn, gap.drifted, gap.cause, gap.attempts, room.room_id,
      account.company, account.name_en, account.name_zh,
      coalesce(account.ended_at IS NULL AND reason.given, false) AS wanted,
      actual.membership, actual.company AS actual_company, actual.event_id, actual.sender
    FROM membership_gap gap
    JOIN managed_room room ON room.key = gap.room_key
    LEFT JOIN account ON account.user_id = gap.user_id
    LEFT JOIN actual_membership actual ON actual.room_key = gap.room_key AND actual.user_id = gap.user_id
    -- With EXISTS the planner reads the memberships of the whole company for a handful of gaps.
    LEFT JOIN LATERAL (
      SELECT true AS given FROM wanted_membership
      WHERE room_key = gap.room_key AND user_id = gap.user_id LIMIT 1) AS reason ON true
    WHERE gap.priority BETWEEN ${priorities[0]} AND ${priorities[1]}
      AND (gap.retry_at <= now() OR gap.retry_at > now() + make_interval(secs => ${LONGEST_PATIENCE_SECONDS}))
      AND room.loaded_at IS NOT NULL
      AND (${roomKey ?? null}::text IS NULL OR gap.room_key = ${roomKey ?? null})
      AND (account.ended_at IS NOT NULL OR reason.given IS NULL
        OR account.applied_profile IS NOT DISTINCT FROM account.wanted_profile)
      AND NOT EXISTS (SELECT FROM contested_item item
        WHERE item.room_key = gap.room_key AND item.type = 'm.room.member' AND item.state_key = gap.user_id)
    ORDER BY gap.priority, gap.turn
    LIMIT ${limit}`.execute(db);
  return rows.map((row) => ({
    roomKey: row.room_key,
    roomId: row.room_id,
    userId: row.user_id,
    turn: row.turn,
    drifted: row.drifted,
    cause: row.cause,
    attempts: row.attempts,
    wanted: row.wanted ? { company: row.company } : null,
    name: { en: row.name_en ?? "", zh: row.name_zh ?? "" },
    company: row.company,
    actual:
      row.membership === null || row.event_id === null || row.sender === null
        ? undefined
        : { membership: row.membership, company: row.actual_company, eventId: row.event_id, sender: row.sender },
  }));
}

interface GapRow {
  room_key: string;
  room_id: string;
  user_id: string;
  turn: number;
  drifted: boolean;
  cause: string | null;
  attempts: number;
  wanted: boolean;
  company: string | null;
  name_en: string | null;
  name_zh: string | null;
  membership: Membership | null;
  actual_company: string | null;
  event_id: string | null;
  sender: string | null;
}

/** Takes the gap away unless something changed since it was read. */
export async function dropGap(db: Db, gap: Pick<Gap, "roomKey" | "userId" | "turn">): Promise<void> {
  await db
    .deleteFrom("membership_gap")
    .where("room_key", "=", gap.roomKey)
    .where("user_id", "=", gap.userId)
    .where("turn", "=", gap.turn)
    .execute();
}

/** Puts the gap off for some seconds and says why. */
export async function postponeGap(db: Db, gap: Gap, seconds: number, problem: string): Promise<void> {
  await db
    .updateTable("membership_gap")
    .set({ attempts: sql`attempts + 1`, retry_at: sql<Date>`now() + make_interval(secs => ${seconds})`, problem })
    .where("room_key", "=", gap.roomKey)
    .where("user_id", "=", gap.userId)
    .where("turn", "=", gap.turn)
    .execute();
}

/** Queues memberships that somebody changed in Matrix; one that waits already because it is wanted anew stays so. */
export async function queueDrifted(
  db: Db,
  gaps: readonly { roomKey: string; userId: string; wanted: boolean; cause: string | null }[],
): Promise<void> {
  if (gaps.length === 0) return;
  await sql`
    INSERT INTO membership_gap (room_key, user_id, priority, drifted, cause)
    SELECT room_key, user_id, priority, true, cause
    FROM json_to_recordset(${JSON.stringify(
      gaps.map(({ roomKey, userId, wanted, cause }) => ({
        room_key: roomKey,
        user_id: userId,
        priority: wanted ? LAST_URGENT : 1,
        cause,
      })),
    )}) AS seen (room_key text, user_id text, priority smallint, cause text)
    ON CONFLICT (room_key, user_id) DO UPDATE SET
      turn = nextval('membership_gap_turn'), cause = excluded.cause, retry_at = now(), attempts = 0
    WHERE membership_gap.drifted`.execute(db);
}

/** Lets a gap that is being closed right now be looked at once more: the room has changed meanwhile. */
export async function touchGap(db: Db, roomKey: string, userId: string): Promise<void> {
  await db
    .updateTable("membership_gap")
    .set({ turn: sql`nextval('membership_gap_turn')` })
    .where("room_key", "=", roomKey)
    .where("user_id", "=", userId)
    .execute();
}

/** User ids whose wanted memberships of a room wait, for making it true at once. */
export async function waitingIn(db: Db, roomKey: string): Promise<string[]> {
  const rows = await db.selectFrom("membership_gap").select("user_id").where("room_key", "=", roomKey).execute();
  return rows.map((row) => row.user_id);
}

/** How many wait, without those that are contested. */
export async function countGaps(db: Db): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    SELECT count(*) AS count FROM membership_gap gap WHERE NOT EXISTS (
      SELECT FROM contested_item item
      WHERE item.room_key = gap.room_key AND item.type = 'm.room.member' AND item.state_key = gap.user_id)`.execute(db);
  return rows[0]?.count ?? 0;
}

/** Lets the gaps of a room be tried again at once. */
export async function retryGaps(db: Db, roomKey: string): Promise<void> {
  await db
    .updateTable("membership_gap")
    .set({ retry_at: sql<Date>`now()`, attempts: 0, problem: null })
    .where("room_key", "=", roomKey)
    .execute();
}

/**
 * Queues what is not as wanted in a room that was read for the first time. Who
 * is in it without being wanted did not get in by us.
 */
export async function queueOfRoom(db: Db, roomKey: string, botUserId: string): Promise<void> {
  await sql`
    SELECT queue_membership_gaps(array_agg(pair.room_key), array_agg(pair.user_id), false)
    FROM (
      SELECT room_key, user_id FROM wanted_membership WHERE room_key = ${roomKey}
      UNION SELECT room_key, user_id FROM actual_membership WHERE room_key = ${roomKey} AND user_id <> ${botUserId}
    ) AS pair HAVING count(*) > 0`.execute(db);
}
