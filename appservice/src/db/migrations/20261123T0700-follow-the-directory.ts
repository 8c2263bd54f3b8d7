import { type Kysely, sql } from "kysely";

/**
 * How far the homeserver follows. Wanted state counts itself up by triggers, so
 * that whoever writes it (directory, guests) need not know who makes it true.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    ALTER TABLE account
      ADD COLUMN wanted_profile text NOT NULL GENERATED ALWAYS AS (
        md5(name_en || chr(31) || name_zh || chr(31) || coalesce(company, '') || chr(31)
          || CASE WHEN ended_at IS NULL THEN 'open' ELSE 'ended' END)) STORED,
      ADD COLUMN applied_profile text`.execute(db);
  await sql`
    CREATE INDEX account_unapplied ON account (user_id) WHERE applied_profile IS DISTINCT FROM wanted_profile`.execute(
    db,
  );

  await sql`
    ALTER TABLE managed_room
      ADD COLUMN creation_started_at timestamptz,
      ADD COLUMN wanted_version bigint NOT NULL DEFAULT 1,
      ADD COLUMN reconciled_version bigint NOT NULL DEFAULT 0,
      ADD COLUMN drift_version bigint NOT NULL DEFAULT 0,
      ADD COLUMN repaired_version bigint NOT NULL DEFAULT 0,
      ADD COLUMN reconciled_at timestamptz`.execute(db);

  for (const change of ["INSERT", "UPDATE", "DELETE"] as const) {
    const rows = change === "DELETE" ? sql`OLD TABLE AS changed` : sql`NEW TABLE AS changed`;
    await sql`
      CREATE FUNCTION ${sql.ref(functionOf(change))}() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        UPDATE managed_room SET wanted_version = wanted_version + 1 WHERE key IN (SELECT room_key FROM changed);
        RETURN NULL;
      END $$`.execute(db);
    await sql`
      CREATE TRIGGER ${sql.ref(functionOf(change))} AFTER ${sql.raw(change)} ON wanted_membership REFERENCING ${rows}
      FOR EACH STATEMENT EXECUTE FUNCTION ${sql.ref(functionOf(change))}()`.execute(db);
  }

  await sql`
    CREATE FUNCTION count_wanted_by_room() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF (NEW.name_en, NEW.name_zh, NEW.purpose, NEW.department_id, NEW.customer_id, NEW.parent_key, NEW.room_id)
        IS DISTINCT FROM
        (OLD.name_en, OLD.name_zh, OLD.purpose, OLD.department_id, OLD.customer_id, OLD.parent_key, OLD.room_id) THEN
        NEW.wanted_version := OLD.wanted_version + 1;
      END IF;
      RETURN NEW;
    END $$`.execute(db);
  await sql`
    CREATE TRIGGER count_wanted BEFORE UPDATE ON managed_room
    FOR EACH ROW EXECUTE FUNCTION count_wanted_by_room()`.execute(db);

  // A space lists its children, so a child that appears, moves or goes changes what the space shall be.
  await sql`
    CREATE FUNCTION count_wanted_by_child() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF (NEW.parent_key, NEW.room_id) IS DISTINCT FROM (OLD.parent_key, OLD.room_id) THEN
        UPDATE managed_room SET wanted_version = wanted_version + 1 WHERE key IN (OLD.parent_key, NEW.parent_key);
      END IF;
      RETURN NULL;
    END $$`.execute(db);
  await sql`
    CREATE TRIGGER count_wanted_of_parent AFTER UPDATE ON managed_room
    FOR EACH ROW EXECUTE FUNCTION count_wanted_by_child()`.execute(db);

  // Who may sign in, and for which company, shows in the rooms: members come and go, badges change.
  await sql`
    CREATE FUNCTION count_wanted_by_account() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF (NEW.ended_at IS NULL, NEW.company) IS DISTINCT FROM (OLD.ended_at IS NULL, OLD.company) THEN
        UPDATE managed_room SET wanted_version = wanted_version + 1
        WHERE key IN (SELECT room_key FROM wanted_membership WHERE user_id = NEW.user_id);
      END IF;
      RETURN NULL;
    END $$`.execute(db);
  await sql`
    CREATE TRIGGER count_wanted AFTER UPDATE OF ended_at, company ON account
    FOR EACH ROW EXECUTE FUNCTION count_wanted_by_account()`.execute(db);

  // Progress is not policy: only columns that the snapshot shows move its version.
  for (const [table, columns] of [
    ["account", "class, company, expires_at, ended_at"],
    ["managed_room", "room_id, kind, purpose"],
  ] as const) {
    await sql`DROP TRIGGER bump_policy_version ON ${sql.table(table)}`.execute(db);
    await sql`
      CREATE TRIGGER bump_policy_version AFTER INSERT OR UPDATE OF ${sql.raw(columns)} OR DELETE ON ${sql.table(table)}
      FOR EACH STATEMENT EXECUTE FUNCTION bump_policy_version()`.execute(db);
  }
}

const functionOf = (change: "INSERT" | "UPDATE" | "DELETE"): string => `count_wanted_on_${change.toLowerCase()}`;
