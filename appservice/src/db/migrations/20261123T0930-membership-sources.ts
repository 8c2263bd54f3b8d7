import { type Kysely, sql } from "kysely";

/**
 * Several sources can want the same person in the same room, each with a name
 * of its own (which department, which project), so that one of them can end
 * without taking the others along. A project that ended keeps its room, closed.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    ALTER TABLE wanted_membership
      ADD COLUMN source_id text NOT NULL DEFAULT '',
      ADD CONSTRAINT wanted_membership_source CHECK (
        source IN ('company', 'department', 'project', 'guest', 'manual', 'meeting')),
      DROP CONSTRAINT wanted_membership_pk,
      ADD CONSTRAINT wanted_membership_pk PRIMARY KEY (room_key, user_id, source, source_id)`.execute(db);
  // Rows of departments so far did not say which one: they are derived anew when the service starts.
  await sql`DELETE FROM wanted_membership WHERE source = 'department'`.execute(db);

  await sql`ALTER TABLE managed_room ADD COLUMN project_id text, ADD COLUMN archived_at timestamptz`.execute(db);
  await sql`
    CREATE OR REPLACE FUNCTION count_wanted_by_room() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF (NEW.name_en, NEW.name_zh, NEW.purpose, NEW.department_id, NEW.customer_id, NEW.parent_key, NEW.room_id,
          NEW.project_id, NEW.archived_at IS NULL)
        IS DISTINCT FROM
        (OLD.name_en, OLD.name_zh, OLD.purpose, OLD.department_id, OLD.customer_id, OLD.parent_key, OLD.room_id,
          OLD.project_id, OLD.archived_at IS NULL) THEN
        NEW.wanted_version := OLD.wanted_version + 1;
      END IF;
      RETURN NEW;
    END $$`.execute(db);
}
