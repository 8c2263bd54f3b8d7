import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { Db } from "../../db/connection.ts";
import { LONGEST_PAUSE_SECONDS } from "../../jobs/attempts.ts";
import type { MatrixEvent } from "../events.ts";

/** Longest body of a rejected item that is kept, in characters. */
const BODY_LIMIT = 100_000;

/** Stores events in their order; those that are there already are left alone. One statement, however many there are. */
export async function insertEvents(db: Db, events: readonly MatrixEvent[]): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    INSERT INTO inbox_event (event_id, room_id, type, event)
    SELECT * FROM unnest(
      ${events.map((event) => event.event_id)}::text[],
      ${events.map((event) => event.room_id)}::text[],
      ${events.map((event) => event.type)}::text[],
      ${events.map((event) => JSON.stringify(event))}::text[]::json[])
    ON CONFLICT (event_id) DO NOTHING`.execute(db);
  return Number(numAffectedRows);
}

/** Something that is no event, and why. */
export interface Rejected {
  readonly value: unknown;
  readonly problem: string;
}

/** Keeps what is no event, each once. */
export async function insertRejected(db: Db, transactionId: string, rejected: readonly Rejected[]): Promise<void> {
  if (rejected.length === 0) return;
  await db
    .insertInto("inbox_rejected")
    .values(
      rejected.map(({ value, problem }) => {
        // JSON escapes NUL characters and lone surrogates, so that any value becomes a text that can be kept.
        const body = JSON.stringify(value);
        return {
          fingerprint: createHash("sha256").update(body).digest("hex"),
          transaction_id: transactionId.replaceAll("\0", "").toWellFormed().slice(0, 255),
          body: body.slice(0, BODY_LIMIT),
          problem: problem.replaceAll("\0", "").toWellFormed().slice(0, 1_000),
        };
      }),
    )
    .onConflict((conflict) => conflict.column("fingerprint").doNothing())
    .execute();
}

export interface WaitingEvent {
  readonly event_id: string;
  readonly room_id: string;
  readonly type: string;
  readonly event: unknown;
  readonly attempts: number;
}

/** Events that wait, in order, without those whose room stands or pauses. */
export const listWaitingEvents = (db: Db, limit: number): Promise<WaitingEvent[]> =>
  db
    .selectFrom("inbox_event as event")
    .select(["event_id", "room_id", "type", "event", "attempts"])
    .where("handled_at", "is", null)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("inbox_event as head")
            .select("head.event_id")
            .whereRef("head.room_id", "=", "event.room_id")
            .whereRef("head.position", "<=", "event.position")
            .where("head.handled_at", "is", null)
            .where("head.attempts", ">", 0)
            .where(
              sql<boolean>`(head.parked_at IS NOT NULL OR head.next_attempt_at BETWEEN now() AND now() + make_interval(secs => ${LONGEST_PAUSE_SECONDS}))`,
            ),
        ),
      ),
    )
    .orderBy("position")
    .limit(limit)
    .execute();

/** Marks as handled; tells how many were not before. */
export async function markHandled(db: Db, eventIds: readonly string[]): Promise<number> {
  const { numUpdatedRows } = await db
    .updateTable("inbox_event")
    .set({ handled_at: sql<Date>`now()`, problem: null, parked_at: null })
    .where("event_id", "=", sql<string>`ANY(${eventIds}::text[])`)
    .where("handled_at", "is", null)
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

/** Notes why an event could not be handled; with a pause the room waits, without one it stands. */
export async function markEventFailed(
  db: Db,
  eventId: string,
  { problem, pauseSeconds }: { problem: string; pauseSeconds: number | null },
): Promise<void> {
  await db
    .updateTable("inbox_event")
    .set({
      attempts: sql`attempts + 1`,
      problem,
      next_attempt_at: pauseSeconds === null ? null : sql<Date>`now() + make_interval(secs => ${pauseSeconds})`,
      parked_at: pauseSeconds === null ? sql<Date>`now()` : null,
    })
    .where("event_id", "=", eventId)
    .execute();
}

/** Notes why everything waits, without counting it as the event's failure. */
export async function markEventWaiting(db: Db, eventId: string, problem: string): Promise<void> {
  await db.updateTable("inbox_event").set({ problem }).where("event_id", "=", eventId).execute();
}

/** The position up to which everything that happened in the bot's rooms is in the inbox; undefined before the first look. */
export async function findPosition(db: Db): Promise<number | undefined> {
  const row = await db.selectFrom("inbox_position").select("read_to").executeTakeFirst();
  return row === undefined ? undefined : Number(row.read_to);
}

export async function savePosition(db: Db, readTo: number): Promise<void> {
  const values = { read_to: String(readTo), read_at: sql<Date>`now()` };
  await db
    .insertInto("inbox_position")
    .values(values)
    .onConflict((conflict) => conflict.column("one").doUpdateSet(values))
    .execute();
}

/** Which of these events are not in the inbox. */
export async function missingOf(db: Db, eventIds: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM unnest(${eventIds}::text[]) AS id
    WHERE NOT EXISTS (SELECT FROM inbox_event WHERE event_id = id)`.execute(db);
  return new Set(rows.map((row) => row.id));
}
