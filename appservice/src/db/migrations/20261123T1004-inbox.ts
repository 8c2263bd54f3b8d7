import { type Kysely, sql } from "kysely";

/**
 * The inbox keeps whatever the homeserver delivers. `json` instead of `jsonb`,
 * because a text in an event may hold the escaped NUL character, which `jsonb`
 * refuses; what is no event at all is kept apart, once, for an operator.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    ALTER TABLE inbox_event
      ALTER COLUMN event TYPE json USING event::text::json,
      ADD COLUMN next_attempt_at timestamptz,
      ADD COLUMN parked_at timestamptz`.execute(db);
  await sql`CREATE INDEX inbox_event_next ON inbox_event (position) WHERE handled_at IS NULL`.execute(db);
  await sql`
    CREATE INDEX inbox_event_held ON inbox_event (room_id, position)
    WHERE handled_at IS NULL AND attempts > 0`.execute(db);
  await sql`CREATE INDEX inbox_event_handled ON inbox_event (handled_at) WHERE handled_at IS NOT NULL`.execute(db);

  await db.schema
    .createTable("inbox_rejected")
    .addColumn("id", "bigserial", (c) => c.primaryKey())
    .addColumn("fingerprint", "text", (c) => c.notNull().unique())
    .addColumn("transaction_id", "text", (c) => c.notNull())
    .addColumn("body", "text", (c) => c.notNull())
    .addColumn("problem", "text", (c) => c.notNull())
    .addColumn("received_at", "timestamptz", (c) => c.notNull().defaultTo(sql`now()`))
    .execute();
}
