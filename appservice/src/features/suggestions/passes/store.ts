import type { webcrypto } from "node:crypto";
import { sql } from "kysely";
import type { Db, Tx } from "../../../db/connection.ts";

/** Counts passes that a person draws in a week; how many that makes, or undefined when it would be more than `most`. */
export async function countDrawn(
  tx: Tx,
  { personId, week, wanted, most }: { personId: string; week: string; wanted: number; most: number },
): Promise<number | undefined> {
  const { rows } = await sql<{ drawn: number }>`
    INSERT INTO suggestion_passes_drawn AS kept (person_id, week, drawn) VALUES (${personId}, ${week}, ${wanted})
    ON CONFLICT (person_id, week) DO UPDATE SET drawn = kept.drawn + excluded.drawn
      WHERE kept.drawn + excluded.drawn <= ${most}
    RETURNING drawn`.execute(tx);
  return rows[0]?.drawn;
}

/** Marks a pass as used; false when it was before. */
export async function spend(tx: Tx, hash: string): Promise<boolean> {
  const row = await tx
    .insertInto("suggestion_spent_pass")
    .values({ hash })
    .onConflict((conflict) => conflict.doNothing())
    .returning("hash")
    .executeTakeFirst();
  return row !== undefined;
}

/** The key that signs passes; what `make` gives where there is none yet. */
export async function keyOr(db: Db, make: () => Promise<webcrypto.JsonWebKey>): Promise<webcrypto.JsonWebKey> {
  const find = () => db.selectFrom("suggestion_key").select("private_key").executeTakeFirst();
  const kept = await find();
  if (kept !== undefined) return kept.private_key;
  await db
    .insertInto("suggestion_key")
    .values({ private_key: JSON.stringify(await make()) })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const now = await find();
  if (now === undefined) throw new Error("the key of passes was not kept");
  return now.private_key;
}
