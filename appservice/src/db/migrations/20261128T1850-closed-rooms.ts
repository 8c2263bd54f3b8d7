import { type Kysely, sql } from "kysely";

/**
 * Whether a room is closed in Matrix too, so that its people are told exactly
 * once. Rooms that were closed before are told of nothing.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`ALTER TABLE managed_room ADD COLUMN closed_at timestamptz`.execute(db);
  await sql`UPDATE managed_room SET closed_at = archived_at`.execute(db);
}
