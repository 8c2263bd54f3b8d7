import { type Kysely, sql } from "kysely";

/**
 * Rooms that any capability may want: whose a room is stands in two columns for
 * all of them, powers that differ from the usual ones in a third. Whoever
 * changes what rooms, members or accounts shall be calls out at commit, so that
 * what follows them need not be woken by hand.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    ALTER TABLE managed_room
      ADD COLUMN owner_kind text,
      ADD COLUMN owner_id text,
      ADD COLUMN powers jsonb`.execute(db);
  // Tickets wanted theirs as rooms of guests of a customer until now.
  await sql`
    UPDATE managed_room SET purpose = 'owned', owner_kind = 'ticket', owner_id = split_part(key, ':', 2)
    WHERE key LIKE 'ticket:%'`.execute(db);
  await sql`SET CONSTRAINTS ALL IMMEDIATE`.execute(db);
  await sql`
    ALTER TABLE managed_room
      ADD CONSTRAINT managed_room_owner CHECK ((purpose = 'owned') = (owner_kind IS NOT NULL)
        AND (owner_kind IS NULL) = (owner_id IS NULL))`.execute(db);
  await sql`CREATE INDEX managed_room_owner ON managed_room (owner_kind, owner_id) WHERE owner_kind IS NOT NULL`.execute(
    db,
  );
  await sql`
    ALTER TABLE wanted_membership
      DROP CONSTRAINT wanted_membership_source,
      ADD CONSTRAINT wanted_membership_source CHECK (
        source IN ('company', 'department', 'project', 'guest', 'manual', 'meeting', 'owned'))`.execute(db);

  await sql`
    UPDATE wanted_membership SET source = 'owned', source_id = 'ticket:' || split_part(room_key, ':', 2)
    WHERE room_key LIKE 'ticket:%' AND source = 'guest'`.execute(db);

  await sql`
    CREATE OR REPLACE FUNCTION count_wanted_by_room() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF (NEW.name_en, NEW.name_zh, NEW.topic, NEW.purpose, NEW.department_id, NEW.customer_id, NEW.parent_key,
          NEW.room_id, NEW.project_id, NEW.archived_at IS NULL, NEW.owner_kind, NEW.owner_id, NEW.powers)
        IS DISTINCT FROM
        (OLD.name_en, OLD.name_zh, OLD.topic, OLD.purpose, OLD.department_id, OLD.customer_id, OLD.parent_key,
          OLD.room_id, OLD.project_id, OLD.archived_at IS NULL, OLD.owner_kind, OLD.owner_id, OLD.powers) THEN
        NEW.wanted_version := OLD.wanted_version + 1;
      END IF;
      RETURN NEW;
    END $$`.execute(db);
  // Who may begin something is decided by the homeserver's policy.
  await sql`DROP TRIGGER bump_policy_version ON managed_room`.execute(db);
  await sql`
    CREATE TRIGGER bump_policy_version
    AFTER INSERT OR UPDATE OF room_id, kind, purpose, owner_kind, owner_id, powers OR DELETE ON managed_room
    FOR EACH STATEMENT EXECUTE FUNCTION bump_policy_version()`.execute(db);

  await callOut(db);
}

/** Attempts, pauses and progress of the followers themselves call nobody. */
async function callOut(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE FUNCTION call_followers() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM pg_notify('rooms', '');
      RETURN NULL;
    END $$`.execute(db);
  for (const table of ["managed_room", "membership_gap", "account"]) {
    await sql`
      CREATE TRIGGER call_followers_on_insert AFTER INSERT ON ${sql.table(table)}
      FOR EACH STATEMENT EXECUTE FUNCTION call_followers()`.execute(db);
  }
  await sql`
    CREATE TRIGGER call_followers_on_update AFTER UPDATE ON managed_room FOR EACH ROW
    WHEN (NEW.wanted_version <> OLD.wanted_version OR NEW.drift_version <> OLD.drift_version)
    EXECUTE FUNCTION call_followers()`.execute(db);
  await sql`
    CREATE TRIGGER call_followers_on_update AFTER UPDATE ON account FOR EACH ROW
    WHEN (NEW.wanted_profile IS DISTINCT FROM OLD.wanted_profile)
    EXECUTE FUNCTION call_followers()`.execute(db);
}
