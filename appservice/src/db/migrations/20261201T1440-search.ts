import { type Kysely, sql } from "kysely";

/**
 * What can be searched for: the words of messages of rooms that are not
 * encrypted, cut into pairs of characters, so that words are found inside of
 * others in every language. How far back a room has been read stands beside it.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE search_message (
      event_id text PRIMARY KEY,
      room_id text NOT NULL,
      sender text NOT NULL,
      at timestamptz NOT NULL,
      text text NOT NULL,
      file text,
      folded text NOT NULL,
      pairs text[] NOT NULL)`.execute(db);
  await sql`CREATE INDEX search_message_pairs ON search_message USING gin (pairs)`.execute(db);
  await sql`CREATE INDEX search_message_room ON search_message (room_id, at DESC, event_id)`.execute(db);
  await sql`CREATE INDEX search_message_at ON search_message (at DESC, event_id)`.execute(db);
  await sql`
    CREATE TABLE search_room (
      room_id text PRIMARY KEY,
      read_back boolean NOT NULL DEFAULT false,
      shared boolean NOT NULL DEFAULT true)`.execute(db);
}
