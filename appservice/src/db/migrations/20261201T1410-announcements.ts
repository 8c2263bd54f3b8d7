import { type Kysely, sql } from "kysely";

/**
 * Announcements: their editions, whom they are for, who has read and confirmed
 * them, and what was answered and liked in their room with any Matrix client.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE announcement (
      id uuid PRIMARY KEY,
      state text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'scheduled', 'published', 'recalled')),
      author_id text NOT NULL REFERENCES person (id),
      title text NOT NULL,
      text text NOT NULL,
      files jsonb NOT NULL,
      must_confirm boolean NOT NULL,
      comments_open boolean NOT NULL,
      pinned boolean NOT NULL,
      expires_at timestamptz,
      publish_at timestamptz,
      published_at timestamptz,
      corrected_at timestamptz,
      reminded_at timestamptz,
      edition integer NOT NULL DEFAULT 1,
      version integer NOT NULL DEFAULT 1,
      room_key text,
      event_id text UNIQUE,
      CHECK ((state = 'scheduled') = (publish_at IS NOT NULL)),
      CHECK ((state IN ('published', 'recalled')) = (published_at IS NOT NULL)))`.execute(db);
  await sql`CREATE INDEX announcement_front ON announcement (pinned DESC, published_at DESC) WHERE state = 'published'`.execute(
    db,
  );
  await sql`CREATE INDEX announcement_author ON announcement (author_id)`.execute(db);
  await sql`CREATE INDEX announcement_room ON announcement (room_key)`.execute(db);
  await sql`
    CREATE TABLE announcement_audience (
      announcement_id uuid NOT NULL REFERENCES announcement (id) ON DELETE CASCADE,
      kind text NOT NULL CHECK (kind IN ('company', 'department', 'project', 'rank', 'role', 'person')),
      ref_id text NOT NULL,
      PRIMARY KEY (announcement_id, kind, ref_id))`.execute(db);
  await sql`CREATE INDEX announcement_audience_of ON announcement_audience (kind, ref_id)`.execute(db);
  await sql`
    CREATE TABLE announcement_edition (
      announcement_id uuid NOT NULL REFERENCES announcement (id) ON DELETE CASCADE,
      edition integer NOT NULL,
      author_id text NOT NULL REFERENCES person (id),
      title text NOT NULL,
      text text NOT NULL,
      files jsonb NOT NULL,
      at timestamptz NOT NULL,
      PRIMARY KEY (announcement_id, edition))`.execute(db);
  await sql`
    CREATE TABLE announcement_reading (
      announcement_id uuid NOT NULL REFERENCES announcement (id) ON DELETE CASCADE,
      person_id text NOT NULL REFERENCES person (id),
      read_at timestamptz NOT NULL,
      read_edition integer NOT NULL,
      confirmed_at timestamptz,
      confirmed_edition integer,
      PRIMARY KEY (announcement_id, person_id))`.execute(db);
  // Every event of the bot about an announcement, so that all of them go when it is recalled.
  await sql`
    CREATE TABLE announcement_message (
      event_id text PRIMARY KEY,
      announcement_id uuid NOT NULL REFERENCES announcement (id) ON DELETE CASCADE)`.execute(db);
  await sql`CREATE INDEX announcement_message_of ON announcement_message (announcement_id)`.execute(db);
  await sql`
    CREATE TABLE announcement_answer (
      event_id text PRIMARY KEY,
      announcement_id uuid NOT NULL REFERENCES announcement (id) ON DELETE CASCADE,
      kind text NOT NULL CHECK (kind IN ('comment', 'like')),
      user_id text NOT NULL)`.execute(db);
  await sql`CREATE INDEX announcement_answer_of ON announcement_answer (announcement_id, kind, user_id)`.execute(db);
}
