import { type Kysely, sql } from "kysely";

/**
 * The suggestion box. Of an anonymous suggestion there is the hash of a secret
 * that its author's browser keeps, and the day; how many passes somebody drew
 * is counted by week, and which pass was spent is kept without anybody.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE suggestion_topic (
      id text PRIMARY KEY,
      name_en text NOT NULL,
      name_zh text NOT NULL,
      owner_id text NOT NULL REFERENCES person (id),
      due_days integer NOT NULL CHECK (due_days BETWEEN 1 AND 365))`.execute(db);
  await sql`
    CREATE TABLE suggestion (
      id uuid PRIMARY KEY,
      number integer GENERATED ALWAYS AS IDENTITY UNIQUE,
      topic_id text NOT NULL REFERENCES suggestion_topic (id),
      title text NOT NULL,
      text text NOT NULL,
      state text NOT NULL DEFAULT 'received' CHECK (state IN ('received', 'under_review', 'decided', 'done')),
      outcome text CHECK (outcome IN ('accepted', 'declined')),
      author_id text REFERENCES person (id),
      secret_hash text UNIQUE,
      owner_id text NOT NULL REFERENCES person (id),
      received_at timestamptz NOT NULL,
      due_at timestamptz NOT NULL,
      escalations integer NOT NULL DEFAULT 0,
      share_answer boolean NOT NULL,
      answer text,
      answered_at timestamptz,
      version integer NOT NULL DEFAULT 1,
      CHECK ((author_id IS NULL) <> (secret_hash IS NULL)))`.execute(db);
  await sql`CREATE INDEX suggestion_owner ON suggestion (owner_id, state)`.execute(db);
  await sql`CREATE INDEX suggestion_author ON suggestion (author_id)`.execute(db);
  await sql`CREATE INDEX suggestion_due ON suggestion (due_at) WHERE state IN ('received', 'under_review')`.execute(db);
  await sql`
    CREATE TABLE suggestion_message (
      id bigserial PRIMARY KEY,
      suggestion_id uuid NOT NULL REFERENCES suggestion (id) ON DELETE CASCADE,
      from_author boolean NOT NULL,
      person_id text REFERENCES person (id),
      text text NOT NULL,
      at timestamptz NOT NULL)`.execute(db);
  await sql`CREATE INDEX suggestion_message_of ON suggestion_message (suggestion_id, id)`.execute(db);
  await sql`
    CREATE TABLE suggestion_vote (
      suggestion_id uuid NOT NULL REFERENCES suggestion (id) ON DELETE CASCADE,
      person_id text NOT NULL REFERENCES person (id),
      PRIMARY KEY (suggestion_id, person_id))`.execute(db);
  await sql`
    CREATE TABLE suggestion_passes_drawn (
      person_id text NOT NULL REFERENCES person (id),
      week date NOT NULL,
      drawn integer NOT NULL,
      PRIMARY KEY (person_id, week))`.execute(db);
  await sql`CREATE TABLE suggestion_spent_pass (hash text PRIMARY KEY)`.execute(db);
  await sql`
    CREATE TABLE suggestion_key (
      single boolean PRIMARY KEY DEFAULT true CHECK (single),
      private_key jsonb NOT NULL)`.execute(db);
}
