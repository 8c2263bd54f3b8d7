import { type Kysely, sql } from "kysely";

/**
 * What Matrix says of managed rooms, kept here, and the queue of memberships
 * that may not be as wanted. Whoever writes wanted state queues what it changes
 * by triggers: a few changed people come before a whole company.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE actual_membership (
      room_key text NOT NULL REFERENCES managed_room (key) ON DELETE CASCADE,
      user_id text NOT NULL,
      membership text NOT NULL CHECK (membership IN ('join', 'invite', 'knock', 'leave', 'ban')),
      company text,
      event_id text NOT NULL,
      sender text NOT NULL,
      PRIMARY KEY (room_key, user_id))`.execute(db);
  await sql`CREATE INDEX actual_membership_user ON actual_membership (user_id)`.execute(db);

  await sql`
    CREATE TABLE actual_state (
      room_key text NOT NULL REFERENCES managed_room (key) ON DELETE CASCADE,
      type text NOT NULL,
      state_key text NOT NULL,
      content jsonb NOT NULL,
      event_id text NOT NULL,
      sender text NOT NULL,
      foreign_write boolean NOT NULL,
      PRIMARY KEY (room_key, type, state_key))`.execute(db);

  await sql`ALTER TABLE managed_room ADD COLUMN loaded_at timestamptz, ADD COLUMN problem text`.execute(db);
  await sql`ALTER TABLE account ADD COLUMN hurried_at timestamptz`.execute(db);

  await sql`CREATE SEQUENCE membership_gap_turn`.execute(db);
  await sql`
    CREATE TABLE membership_gap (
      room_key text NOT NULL REFERENCES managed_room (key) ON DELETE CASCADE,
      user_id text NOT NULL,
      priority smallint NOT NULL,
      turn bigint NOT NULL DEFAULT nextval('membership_gap_turn'),
      drifted boolean NOT NULL DEFAULT false,
      cause text,
      attempts integer NOT NULL DEFAULT 0,
      retry_at timestamptz NOT NULL DEFAULT now(),
      problem text,
      PRIMARY KEY (room_key, user_id))`.execute(db);
  await sql`CREATE INDEX membership_gap_next ON membership_gap (priority, turn)`.execute(db);
  await sql`CREATE INDEX membership_gap_user ON membership_gap (user_id)`.execute(db);

  await sql`
    CREATE TABLE room_repair (
      id bigserial PRIMARY KEY,
      room_key text NOT NULL REFERENCES managed_room (key) ON DELETE CASCADE,
      type text NOT NULL,
      state_key text NOT NULL,
      cause text,
      at timestamptz NOT NULL DEFAULT now())`.execute(db);
  await sql`CREATE INDEX room_repair_item ON room_repair (room_key, type, state_key, at)`.execute(db);
  await sql`
    CREATE TABLE contested_item (
      room_key text NOT NULL REFERENCES managed_room (key) ON DELETE CASCADE,
      type text NOT NULL,
      state_key text NOT NULL,
      cause text,
      wanted jsonb,
      actual jsonb,
      since timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (room_key, type, state_key))`.execute(db);

  await sql`
    CREATE TABLE room_scan (
      id text PRIMARY KEY,
      dry_run boolean NOT NULL,
      requested_by text NOT NULL,
      started_at timestamptz NOT NULL DEFAULT now(),
      finished_at timestamptz,
      last_key text NOT NULL DEFAULT '',
      rooms integer NOT NULL,
      looked_at integer NOT NULL DEFAULT 0,
      problem text)`.execute(db);
  await sql`
    CREATE TABLE room_scan_difference (
      scan_id text NOT NULL REFERENCES room_scan (id) ON DELETE CASCADE,
      room_key text NOT NULL REFERENCES managed_room (key) ON DELETE CASCADE,
      type text NOT NULL,
      state_key text NOT NULL,
      wanted jsonb,
      actual jsonb,
      cause text,
      PRIMARY KEY (scan_id, room_key, type, state_key))`.execute(db);

  await queueGaps(db);
  await countOnlyWhatTheRoomShows(db);

  // What is not as wanted at the moment of the upgrade is found when each room is read for the first time.
}

/** Pairs of room and account whose membership is not as wanted, as far as is known. */
async function queueGaps(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE VIEW wanted_member AS
      SELECT wanted.room_key, wanted.user_id, max(wanted.power) AS power
      FROM wanted_membership wanted JOIN account ON account.user_id = wanted.user_id
      WHERE account.ended_at IS NULL
      GROUP BY wanted.room_key, wanted.user_id`.execute(db);

  // 0 leavers, 1 removals, 2 who is signing in, 3 few changed people, 4 the rest.
  await sql`
    CREATE FUNCTION queue_membership_gaps(rooms text[], users text[], few boolean) RETURNS void LANGUAGE sql AS $$
      INSERT INTO membership_gap (room_key, user_id, priority)
      SELECT pair.room_key, pair.user_id, CASE
          WHEN pair.ended_at IS NOT NULL THEN 0
          WHEN NOT pair.wanted THEN 1
          WHEN pair.hurried_at > now() - interval '1 hour' THEN 2
          WHEN few THEN 3
          ELSE 4 END
      FROM (
        SELECT given.room_key, given.user_id, account.ended_at, account.hurried_at, account.company,
          account.ended_at IS NULL AND EXISTS (
            SELECT FROM wanted_membership reason
            WHERE reason.room_key = given.room_key AND reason.user_id = given.user_id) AS wanted
        FROM (SELECT DISTINCT * FROM unnest(rooms, users) AS each (room_key, user_id)) AS given
        LEFT JOIN account ON account.user_id = given.user_id
      ) AS pair
      LEFT JOIN actual_membership actual ON actual.room_key = pair.room_key AND actual.user_id = pair.user_id
      LEFT JOIN membership_gap waiting ON waiting.room_key = pair.room_key AND waiting.user_id = pair.user_id
      -- What waits may be on its way to the homeserver as it was wanted before: it is looked at once more.
      WHERE waiting.room_key IS NOT NULL OR CASE
        WHEN pair.wanted THEN actual.membership IS DISTINCT FROM 'join'
          OR actual.company IS DISTINCT FROM pair.company
        ELSE actual.membership IN ('join', 'invite', 'knock') END
      ORDER BY pair.user_id, pair.room_key
      ON CONFLICT (room_key, user_id) DO UPDATE SET
        turn = nextval('membership_gap_turn'),
        priority = least(membership_gap.priority, excluded.priority),
        drifted = false, cause = NULL, attempts = 0, retry_at = now(), problem = NULL
    $$`.execute(db);

  for (const change of ["INSERT", "UPDATE", "DELETE"] as const) {
    const rows = change === "DELETE" ? sql`OLD TABLE AS changed` : sql`NEW TABLE AS changed`;
    const name = sql.ref(`queue_gaps_on_${change.toLowerCase()}`);
    await sql`
      CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM queue_membership_gaps(array_agg(room_key), array_agg(user_id), count(DISTINCT user_id) <= 20)
        FROM changed HAVING count(*) > 0;
        RETURN NULL;
      END $$`.execute(db);
    await sql`
      CREATE TRIGGER ${name} AFTER ${sql.raw(change)} ON wanted_membership REFERENCING ${rows}
      FOR EACH STATEMENT EXECUTE FUNCTION ${name}()`.execute(db);
  }

  // An access that ends or begins again, a badge that changes: every room of the account.
  await sql`
    CREATE FUNCTION queue_gaps_of_accounts() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM queue_membership_gaps(array_agg(pair.room_key), array_agg(pair.user_id),
        count(DISTINCT pair.user_id) <= 20)
      FROM after JOIN before ON before.user_id = after.user_id
      JOIN LATERAL (
        SELECT room_key, user_id FROM wanted_membership WHERE user_id = after.user_id
        UNION SELECT room_key, user_id FROM actual_membership WHERE user_id = after.user_id) AS pair ON true
      WHERE (after.ended_at IS NULL, after.company) IS DISTINCT FROM (before.ended_at IS NULL, before.company)
      HAVING count(*) > 0;
      RETURN NULL;
    END $$`.execute(db);
  await sql`
    CREATE TRIGGER queue_gaps AFTER UPDATE ON account REFERENCING OLD TABLE AS before NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION queue_gaps_of_accounts()`.execute(db);

  // One new colleague shall not wait behind ten thousand.
  await sql`
    CREATE FUNCTION hurry_few_new_accounts() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      UPDATE account SET hurried_at = now()
      WHERE user_id IN (SELECT user_id FROM changed) AND (SELECT count(*) FROM changed) <= 20;
      RETURN NULL;
    END $$`.execute(db);
  await sql`
    CREATE TRIGGER hurry_few AFTER INSERT ON account REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION hurry_few_new_accounts()`.execute(db);
}

/** The state of a room tells powers and outside companies; other members come and go without it. */
async function countOnlyWhatTheRoomShows(db: Kysely<unknown>): Promise<void> {
  for (const change of ["insert", "delete"]) {
    await sql`
      CREATE OR REPLACE FUNCTION ${sql.ref(`count_wanted_on_${change}`)}() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        UPDATE managed_room SET wanted_version = wanted_version + 1 WHERE key IN (
          SELECT changed.room_key FROM changed LEFT JOIN account ON account.user_id = changed.user_id
          WHERE changed.power > 0 OR account.company IS NOT NULL);
        RETURN NULL;
      END $$`.execute(db);
  }
  await sql`
    CREATE OR REPLACE FUNCTION count_wanted_by_account() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF (NEW.ended_at IS NULL, NEW.company) IS DISTINCT FROM (OLD.ended_at IS NULL, OLD.company) THEN
        UPDATE managed_room SET wanted_version = wanted_version + 1
        WHERE key IN (
          SELECT room_key FROM wanted_membership
          WHERE user_id = NEW.user_id AND (power > 0 OR coalesce(NEW.company, OLD.company) IS NOT NULL));
      END IF;
      RETURN NULL;
    END $$`.execute(db);

  // A closed room is listed by no space that is open.
  await sql`
    CREATE OR REPLACE FUNCTION count_wanted_by_child() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF (NEW.parent_key, NEW.room_id, NEW.archived_at IS NULL)
        IS DISTINCT FROM (OLD.parent_key, OLD.room_id, OLD.archived_at IS NULL) THEN
        UPDATE managed_room SET wanted_version = wanted_version + 1
        WHERE key IN (OLD.parent_key, NEW.parent_key)
          OR (parent_key = NEW.key AND (NEW.archived_at IS NULL) <> (OLD.archived_at IS NULL));
      END IF;
      RETURN NULL;
    END $$`.execute(db);
}
