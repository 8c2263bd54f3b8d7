import { type Kysely, sql } from "kysely";

/** How far the rooms were read in search of events that the homeserver did not deliver. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE inbox_position (
      one boolean PRIMARY KEY DEFAULT true CHECK (one),
      read_to text NOT NULL,
      read_at timestamptz NOT NULL DEFAULT now())`.execute(db);
}
