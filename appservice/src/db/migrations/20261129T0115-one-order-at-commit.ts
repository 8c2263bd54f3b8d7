import { type Kysely, sql } from "kysely";

/**
 * What transactions take when they commit is taken in one order, whichever they
 * wrote first: the lock of the outbox, then the row of the policy version. Of
 * two that took them the other way round one was ended by PostgreSQL.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE OR REPLACE FUNCTION count_policy_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM pg_advisory_xact_lock(hashtextextended('portico outbox order', 0));
      UPDATE installation SET policy_version = policy_version + 1;
      DELETE FROM policy_change WHERE transaction = NEW.transaction;
      RETURN NULL;
    END $$`.execute(db);
}
