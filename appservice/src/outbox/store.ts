import { sql } from "kysely";
import type { Db, Tx } from "../db/connection.ts";
import { LONGEST_PAUSE_SECONDS } from "../jobs/attempts.ts";
import type { RecordedEvent } from "./consumer.ts";

/** Makes the subscriptions of the consumers what they are in this release. */
export async function writeSubscriptions(
  tx: Tx,
  wanted: readonly { readonly consumer: string; readonly names: readonly string[] }[],
): Promise<void> {
  const rows = wanted.flatMap(({ consumer, names }) => names.map((event_name) => ({ consumer, event_name })));
  await tx.deleteFrom("outbox_subscription").execute();
  if (rows.length > 0) await tx.insertInto("outbox_subscription").values(rows).execute();
}

/** Lets one worker of a consumer work at a time, in whatever process. */
export async function lockConsumer(tx: Tx, consumer: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`portico outbox ${consumer}`}, 0))`.execute(tx);
}

/**
 * Events that wait for a consumer, in order, without those whose stream stands
 * or pauses. A pause longer than the longest came from a clock that was wrong.
 */
export async function listWaiting(
  db: Db,
  consumer: string,
  limit: number,
  except: readonly string[] = [],
): Promise<RecordedEvent[]> {
  const rows = await db
    .selectFrom("outbox_delivery as delivery")
    .innerJoin("domain_event as event", "event.id", "delivery.event_id")
    .select(["event.id", "event.name", "event.actor", "event.stream", "event.payload", "event.at"])
    .where("consumer", "=", consumer)
    .where("finished_at", "is", null)
    .$if(except.length > 0, (query) => query.where("delivery.stream", "not in", except))
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("outbox_delivery as head")
            .select("head.event_id")
            .whereRef("head.consumer", "=", "delivery.consumer")
            .whereRef("head.stream", "=", "delivery.stream")
            .whereRef("head.position", "<=", "delivery.position")
            .where("head.finished_at", "is", null)
            .where("head.attempts", ">", 0)
            .where(
              sql<boolean>`(head.parked_at IS NOT NULL OR head.next_attempt_at BETWEEN now() AND now() + make_interval(secs => ${LONGEST_PAUSE_SECONDS}))`,
            ),
        ),
      ),
    )
    .orderBy("delivery.position")
    .limit(limit)
    .execute();
  return rows as unknown as RecordedEvent[];
}

/** Marks as handled; tells which were not marked before. */
export async function markFinished(db: Db, consumer: string, eventIds: readonly number[]): Promise<Set<number>> {
  const rows = await db
    .updateTable("outbox_delivery")
    .set({ finished_at: sql<Date>`now()`, problem: null, parked_at: null })
    .where("consumer", "=", consumer)
    .where("event_id", "in", eventIds)
    .where("finished_at", "is", null)
    .returning("event_id")
    .execute();
  return new Set(rows.map((row) => row.event_id));
}

/** Notes why an event could not be handled; with a pause the stream waits, without one it stands. */
export async function markFailed(
  db: Db,
  consumer: string,
  eventId: number,
  { problem, pauseSeconds }: { problem: string; pauseSeconds: number | null },
): Promise<void> {
  await db
    .updateTable("outbox_delivery")
    .set({
      attempts: sql`attempts + 1`,
      problem,
      next_attempt_at: pauseSeconds === null ? null : sql<Date>`now() + make_interval(secs => ${pauseSeconds})`,
      parked_at: pauseSeconds === null ? sql<Date>`now()` : null,
    })
    .where("consumer", "=", consumer)
    .where("event_id", "=", eventId)
    .where("finished_at", "is", null)
    .execute();
}

/** How often an event has failed already. */
export async function attemptsOf(db: Db, consumer: string, eventId: number): Promise<number> {
  const row = await db
    .selectFrom("outbox_delivery")
    .select("attempts")
    .where("consumer", "=", consumer)
    .where("event_id", "=", eventId)
    .executeTakeFirst();
  return row?.attempts ?? 0;
}

/** Notes why the consumer as a whole waits at an event, without counting it as its failure. */
export async function markWaiting(db: Db, consumer: string, eventId: number, problem: string): Promise<void> {
  await db
    .updateTable("outbox_delivery")
    .set({ problem })
    .where("consumer", "=", consumer)
    .where("event_id", "=", eventId)
    .where("finished_at", "is", null)
    .execute();
}
