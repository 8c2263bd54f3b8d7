import { type Kysely, sql } from "kysely";

/** Mail of customers: what came in, as it came; what goes out, with how far it got. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE mail_mailbox (
      address text PRIMARY KEY, name text NOT NULL, type_id text NOT NULL, signature text NOT NULL,
      plus_addresses boolean NOT NULL, receipts boolean NOT NULL, active boolean NOT NULL,
      seen_at timestamptz NOT NULL, problem text, imap_validity text, imap_uid bigint);
    CREATE TABLE mail_raw (hash text PRIMARY KEY, bytes bytea NOT NULL);
    ALTER TABLE mail_raw ALTER COLUMN bytes SET STORAGE EXTERNAL;
    CREATE TABLE mail_incoming (
      id text PRIMARY KEY, seq bigint GENERATED ALWAYS AS IDENTITY, fingerprint text NOT NULL UNIQUE,
      mailbox text NOT NULL, hash text REFERENCES mail_raw, size integer NOT NULL,
      envelope jsonb NOT NULL, received_at timestamptz NOT NULL DEFAULT now(),
      state text NOT NULL, forced boolean NOT NULL DEFAULT false, attempts integer NOT NULL DEFAULT 0,
      claimed_until timestamptz, kind text, reason text, detail text, message_id text, from_address text,
      from_name text, subject text, auth jsonb, matched text, stranger boolean NOT NULL DEFAULT false,
      quiet boolean NOT NULL DEFAULT false,
      left_out integer NOT NULL DEFAULT 0, ticket_id text REFERENCES ticket ON DELETE SET NULL, entry_id text,
      decided_at timestamptz);
    CREATE INDEX mail_incoming_stored ON mail_incoming (seq) WHERE state = 'stored';
    CREATE INDEX mail_incoming_refused ON mail_incoming (seq DESC) WHERE state = 'refused';
    CREATE INDEX mail_incoming_message ON mail_incoming (message_id);
    CREATE INDEX mail_incoming_ticket ON mail_incoming (ticket_id, seq);
    CREATE TABLE mail_outgoing (
      id text PRIMARY KEY, seq bigint GENERATED ALWAYS AS IDENTITY,
      ticket_id text NOT NULL REFERENCES ticket ON DELETE CASCADE, entry_id text NOT NULL, kind text NOT NULL,
      mailbox text NOT NULL, recipient text NOT NULL, message_id text NOT NULL UNIQUE, reply_to text,
      in_reply_to text, refs text[] NOT NULL, subject text NOT NULL, text text NOT NULL,
      state text NOT NULL, attempts integer NOT NULL DEFAULT 0, next_at timestamptz NOT NULL DEFAULT now(),
      claimed_until timestamptz, problem text, created_at timestamptz NOT NULL DEFAULT now(), sent_at timestamptz,
      UNIQUE (entry_id, kind, recipient));
    CREATE INDEX mail_outgoing_waiting ON mail_outgoing (next_at) WHERE state IN ('queued', 'sending');
    CREATE INDEX mail_outgoing_ticket ON mail_outgoing (ticket_id, seq);
    CREATE TABLE mail_attachment (
      entry_id text NOT NULL, position integer NOT NULL, name text NOT NULL, content_type text NOT NULL,
      size integer NOT NULL, hash text, url text NOT NULL, PRIMARY KEY (entry_id, position));
    CREATE FUNCTION call_bridges() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN PERFORM pg_notify('bridges', ''); RETURN NULL; END $$;
    CREATE TRIGGER mail_incoming_call AFTER INSERT OR UPDATE OF state ON mail_incoming
      FOR EACH STATEMENT EXECUTE FUNCTION call_bridges();
    CREATE TRIGGER mail_outgoing_call AFTER INSERT OR UPDATE OF state ON mail_outgoing
      FOR EACH STATEMENT EXECUTE FUNCTION call_bridges()`.execute(db);
}
