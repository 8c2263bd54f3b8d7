import { type Kysely, sql } from "kysely";

/**
 * The policy version moves when a transaction commits, not with its first
 * write: the one row of `installation` would otherwise be locked for as long as
 * an import runs, and every invitation would wait behind it. Changes are noted
 * in a table of their own, which no two transactions share, and counted by a
 * deferred trigger.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`CREATE UNLOGGED TABLE policy_change (transaction xid8 PRIMARY KEY)`.execute(db);
  await sql`
    CREATE OR REPLACE FUNCTION bump_policy_version() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO policy_change VALUES (pg_current_xact_id()) ON CONFLICT DO NOTHING;
      RETURN NULL;
    END $$`.execute(db);
  await sql`
    CREATE FUNCTION count_policy_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      UPDATE installation SET policy_version = policy_version + 1;
      DELETE FROM policy_change WHERE transaction = NEW.transaction;
      RETURN NULL;
    END $$`.execute(db);
  await sql`
    CREATE CONSTRAINT TRIGGER count_policy_change AFTER INSERT ON policy_change
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION count_policy_change()`.execute(db);
}
