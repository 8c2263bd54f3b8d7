import { type Kysely, sql } from "kysely";

/**
 * A room names the space that lists it, so it is looked at again when that space
 * comes to exist: it may have been made a moment before it. Until now only the
 * space was looked at, and the room found its way there with the next scan.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE OR REPLACE FUNCTION count_wanted_by_child() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF (NEW.parent_key, NEW.room_id, NEW.archived_at IS NULL)
        IS DISTINCT FROM (OLD.parent_key, OLD.room_id, OLD.archived_at IS NULL) THEN
        UPDATE managed_room SET wanted_version = wanted_version + 1
        WHERE key IN (OLD.parent_key, NEW.parent_key)
          OR (parent_key = NEW.key AND (NEW.room_id, NEW.archived_at IS NULL)
            IS DISTINCT FROM (OLD.room_id, OLD.archived_at IS NULL));
      END IF;
      RETURN NULL;
    END $$`.execute(db);

  // Those that were passed over.
  await sql`
    UPDATE managed_room AS room SET wanted_version = wanted_version + 1
    WHERE parent_key IS NOT NULL AND loaded_at IS NOT NULL AND NOT EXISTS (
      SELECT FROM actual_state WHERE room_key = room.key AND type = 'm.space.parent')`.execute(db);
}
