import { type Kysely, sql } from "kysely";

/** What stays of meetings: recordings with whom they may hold, and pictures of shared screens. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    ALTER TABLE meeting_recording
      ADD COLUMN stop_requested_at timestamptz,
      ADD COLUMN failure text,
      ADD COLUMN gaps jsonb NOT NULL DEFAULT '[]',
      ADD COLUMN parts jsonb NOT NULL DEFAULT '[]'`.execute(db);
  await sql`
    CREATE UNIQUE INDEX meeting_recording_active ON meeting_recording (meeting_id)
      WHERE state IN ('queued', 'starting', 'recording', 'finishing')`.execute(db);
  await sql`
    CREATE TABLE meeting_recording_consent (
      recording_id text NOT NULL REFERENCES meeting_recording (id) ON DELETE CASCADE,
      identity text NOT NULL,
      agreed_at timestamptz NOT NULL,
      PRIMARY KEY (recording_id, identity))`.execute(db);
  await sql`
    CREATE TABLE meeting_snapshot (
      id text PRIMARY KEY,
      meeting_id text NOT NULL REFERENCES meeting (id) ON DELETE CASCADE,
      taken_by text NOT NULL,
      taken_by_name text NOT NULL,
      taken_at timestamptz NOT NULL,
      media_url text NOT NULL,
      width integer NOT NULL,
      height integer NOT NULL,
      bytes integer NOT NULL)`.execute(db);
  await sql`CREATE INDEX meeting_snapshot_meeting ON meeting_snapshot (meeting_id, taken_at)`.execute(db);
}
