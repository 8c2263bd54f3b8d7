import { sql } from "kysely";
import type { Db, Tx } from "../../db/connection.ts";
import type { LiveChangeRow } from "../../db/tables/live-change.ts";
import type { Change } from "../../outbox/reactions.ts";
import type { Kept } from "./model.ts";

/** Writes changes; whoever else does it waits until this transaction ends, so that ids become visible in their order. */
export async function insertChanges(tx: Tx, changes: readonly Change[]): Promise<void> {
  if (changes.length === 0) return;
  await sql`SELECT pg_advisory_xact_lock(hashtextextended('portico live order', 0))`.execute(tx);
  await tx
    .insertInto("live_change")
    .values(
      changes.map(({ topic, ids, users, roles }) => ({
        topic,
        ids: JSON.stringify(ids ?? []),
        // Somebody was named: then nobody else is meant, even when only the one list is there.
        users: users === undefined ? (roles === undefined ? null : []) : [...users],
        roles: roles === undefined ? (users === undefined ? null : []) : [...roles],
      })),
    )
    .execute();
}

export async function readKept(db: Db): Promise<Kept> {
  const row = await db
    .selectFrom("live_change")
    .select(({ fn }) => [fn.min<number | null>("id").as("first"), fn.max<number | null>("id").as("last")])
    .executeTakeFirstOrThrow();
  return { first: row.first ?? 0, last: row.last ?? 0 };
}

export const listChanges = (db: Db, after: number, limit: number): Promise<LiveChangeRow[]> =>
  db.selectFrom("live_change").selectAll().where("id", ">", after).orderBy("id").limit(limit).execute();

/** Forgets old changes but the last one, which tells where the order goes on. */
export async function deleteOldChanges(db: Db, before: Date): Promise<void> {
  await db
    .deleteFrom("live_change")
    .where("at", "<", before)
    .where("id", "<", (eb) => eb.selectFrom("live_change as newest").select(({ fn }) => fn.max("newest.id").as("id")))
    .execute();
}
