import { sql } from "kysely";
import type { Db } from "../../db/connection.ts";

/** Events of the homeserver that are not handled. */
export interface InboxDepth {
  /** Not tried yet, tried again by themselves, standing until a person acts; each in one of them. */
  readonly waiting: number;
  readonly failing: number;
  readonly parked: number;
  readonly oldestSeconds: number;
  /** Why the last of them could not be handled. */
  readonly problem: string | null;
}

export async function readInbox(db: Db): Promise<InboxDepth> {
  const { rows } = await sql<InboxDepth>`
    SELECT count(*) FILTER (WHERE attempts = 0 AND parked_at IS NULL) AS waiting,
      count(*) FILTER (WHERE attempts > 0 AND parked_at IS NULL) AS failing,
      count(parked_at) AS parked,
      coalesce(extract(epoch FROM now() - min(received_at)), 0)::float AS "oldestSeconds",
      (array_agg(problem ORDER BY position DESC) FILTER (WHERE problem IS NOT NULL))[1] AS problem
    FROM inbox_event WHERE handled_at IS NULL`.execute(db);
  return rows[0] ?? { waiting: 0, failing: 0, parked: 0, oldestSeconds: 0, problem: null };
}

/** The release of the database server; throws when it does not answer. */
export async function readServerVersion(db: Db): Promise<string> {
  const { rows } = await sql<{ server_version: string }>`SHOW server_version`.execute(db);
  return rows[0]?.server_version ?? "";
}

/** Jobs by queue and state, without those that are done. */
export async function readJobs(db: Db): Promise<{ name: string; state: string; count: number }[]> {
  const { rows } = await sql<{ name: string; state: string; count: number }>`
    SELECT name, state::text AS state, count(*) AS count FROM jobs.job
    WHERE state::text NOT IN ('completed', 'cancelled') GROUP BY name, state`.execute(db);
  return rows;
}

/** The database's own clock. */
export async function readClock(db: Db): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`SELECT clock_timestamp() AS now`.execute(db);
  return rows[0]?.now ?? new Date(0);
}

/** What each consumer of the outbox has yet to do, also those that have nothing to do now. */
export async function readOutbox(
  db: Db,
): Promise<{ consumer: string; waiting: number; parked: number; oldestSeconds: number }[]> {
  const { rows } = await sql<{ consumer: string; waiting: number; parked: number; oldestSeconds: number }>`
    SELECT known.consumer, count(delivery.event_id) AS waiting, count(delivery.parked_at) AS parked,
      coalesce(extract(epoch FROM now() - min(event.at)), 0)::float AS "oldestSeconds"
    FROM (SELECT DISTINCT consumer FROM outbox_subscription) AS known
      LEFT JOIN outbox_delivery AS delivery ON delivery.consumer = known.consumer AND delivery.finished_at IS NULL
      LEFT JOIN domain_event AS event ON event.id = delivery.event_id
    GROUP BY known.consumer ORDER BY known.consumer`.execute(db);
  return rows;
}
