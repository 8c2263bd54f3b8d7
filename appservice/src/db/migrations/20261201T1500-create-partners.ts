import { type Kysely, sql } from "kysely";

/**
 * Partners: outside companies like customers, and their people are guests like
 * those of customers. Each agreement has contact persons, rooms and notices of
 * its own; what ended stays. A version's file stands here, so that what was
 * confirmed can be proved whatever becomes of the homeserver's media.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    ALTER TABLE customer ADD COLUMN kind text NOT NULL DEFAULT 'customer'
      CHECK (kind IN ('customer', 'partner'))`.execute(db);
  await sql`
    CREATE TABLE partner (
      id text PRIMARY KEY REFERENCES customer (id),
      kind text NOT NULL,
      created_at timestamptz NOT NULL)`.execute(db);
  await sql`
    CREATE TABLE partner_agreement (
      id uuid PRIMARY KEY,
      partner_id text NOT NULL REFERENCES partner (id),
      title text NOT NULL,
      terms text NOT NULL,
      state text NOT NULL DEFAULT 'proposed' CHECK (state IN ('proposed', 'accepted', 'ended')),
      proposed_by jsonb NOT NULL,
      proposed_at timestamptz NOT NULL,
      accepted_by jsonb,
      accepted_at timestamptz,
      ended_by jsonb,
      ended_at timestamptz,
      end_reason text)`.execute(db);
  await sql`
    CREATE UNIQUE INDEX partner_agreement_open ON partner_agreement (partner_id) WHERE state <> 'ended'`.execute(db);
  await sql`CREATE INDEX partner_agreement_of ON partner_agreement (partner_id, proposed_at DESC)`.execute(db);
  await sql`
    CREATE TABLE partner_contact (
      id uuid PRIMARY KEY,
      agreement_id uuid NOT NULL REFERENCES partner_agreement (id),
      side text NOT NULL CHECK (side IN ('ours', 'theirs')),
      user_id text NOT NULL REFERENCES account (user_id),
      duty text NOT NULL,
      added_at timestamptz NOT NULL,
      removed_at timestamptz)`.execute(db);
  await sql`
    CREATE UNIQUE INDEX partner_contact_once ON partner_contact (agreement_id, user_id)
      WHERE removed_at IS NULL`.execute(db);
  await sql`CREATE INDEX partner_contact_user ON partner_contact (user_id) WHERE removed_at IS NULL`.execute(db);
  await sql`
    CREATE TABLE partner_room (
      id uuid PRIMARY KEY,
      agreement_id uuid NOT NULL REFERENCES partner_agreement (id),
      room_key text NOT NULL UNIQUE REFERENCES managed_room (key),
      opened_at timestamptz NOT NULL)`.execute(db);
  await sql`CREATE INDEX partner_room_of ON partner_room (agreement_id, opened_at)`.execute(db);
  await sql`
    CREATE TABLE partner_notice (
      id uuid PRIMARY KEY,
      agreement_id uuid NOT NULL REFERENCES partner_agreement (id),
      title text NOT NULL,
      text text NOT NULL,
      by jsonb NOT NULL,
      at timestamptz NOT NULL)`.execute(db);
  await sql`CREATE INDEX partner_notice_of ON partner_notice (agreement_id, at DESC)`.execute(db);
  await sql`
    CREATE TABLE partner_document (
      id uuid PRIMARY KEY,
      agreement_id uuid NOT NULL REFERENCES partner_agreement (id),
      kind text NOT NULL CHECK (kind IN ('quote', 'contract')),
      title text NOT NULL,
      created_at timestamptz NOT NULL)`.execute(db);
  await sql`CREATE INDEX partner_document_of ON partner_document (agreement_id, created_at DESC)`.execute(db);
  await sql`
    CREATE TABLE partner_version (
      id uuid PRIMARY KEY,
      document_id uuid NOT NULL REFERENCES partner_document (id),
      number integer NOT NULL,
      file_name text NOT NULL,
      content_type text NOT NULL,
      content bytea NOT NULL,
      size integer NOT NULL,
      sha256 text NOT NULL,
      uri text NOT NULL,
      note text NOT NULL,
      by jsonb NOT NULL,
      at timestamptz NOT NULL,
      event_id text,
      UNIQUE (document_id, number))`.execute(db);
  await sql`
    CREATE TABLE partner_confirmation (
      id uuid PRIMARY KEY,
      version_id uuid NOT NULL REFERENCES partner_version (id),
      side text NOT NULL CHECK (side IN ('ours', 'theirs')),
      by jsonb NOT NULL,
      at timestamptz NOT NULL,
      event_id text,
      UNIQUE (version_id, side))`.execute(db);
}
