import { type Kysely, sql } from "kysely";

/** What the consumers of the outbox write: Matrix sends, the audit log, live changes, notices. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("matrix_send")
    .addColumn("event_id", "bigint", (c) => c.notNull().references("domain_event.id"))
    .addColumn("ordinal", "integer", (c) => c.notNull())
    .addColumn("room_id", "text", (c) => c.notNull())
    .addColumn("sender", "text")
    .addColumn("type", "text", (c) => c.notNull())
    .addColumn("content", "json", (c) => c.notNull())
    .addColumn("transaction_id", "text", (c) => c.notNull().unique())
    .addColumn("prepared_at", "timestamptz", (c) => c.notNull().defaultTo(sql`now()`))
    .addColumn("matrix_event_id", "text", (c) => c.unique())
    .addColumn("sent_at", "timestamptz")
    .addColumn("acknowledged_at", "timestamptz")
    .addPrimaryKeyConstraint("matrix_send_pk", ["event_id", "ordinal"])
    .execute();

  await db.schema
    .createTable("audit_entry")
    .addColumn("id", "bigserial", (c) => c.primaryKey())
    .addColumn("event_id", "bigint", (c) => c.notNull().unique())
    .addColumn("name", "text", (c) => c.notNull())
    .addColumn("actor", "text", (c) => c.notNull())
    .addColumn("subject", "text", (c) => c.notNull())
    .addColumn("payload", "jsonb", (c) => c.notNull())
    .addColumn("at", "timestamptz", (c) => c.notNull())
    // SHA-256 over the entry and the hash of the one before it: a row that was changed or taken out shows.
    .addColumn("hash", "text", (c) => c.notNull())
    .execute();
  await db.schema.createIndex("audit_entry_actor").on("audit_entry").columns(["actor", "id desc"]).execute();
  await db.schema.createIndex("audit_entry_name").on("audit_entry").columns(["name", "id desc"]).execute();
  await sql`
    CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION 'audit entries are never changed or deleted';
    END $$`.execute(db);
  await sql`
    CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`.execute(db);

  await db.schema
    .createTable("live_change")
    .addColumn("id", "bigserial", (c) => c.primaryKey())
    .addColumn("at", "timestamptz", (c) => c.notNull().defaultTo(sql`now()`))
    .addColumn("topic", "text", (c) => c.notNull())
    .addColumn("ids", "jsonb", (c) => c.notNull())
    .addColumn("users", sql`text[]`)
    .addColumn("roles", sql`text[]`)
    .execute();
  await db.schema.createIndex("live_change_at").on("live_change").column("at").execute();

  await db.schema
    .createTable("notice")
    .addColumn("id", "bigserial", (c) => c.primaryKey())
    .addColumn("user_id", "text", (c) => c.notNull().references("account.user_id").onDelete("cascade"))
    .addColumn("event_id", "bigint", (c) => c.notNull())
    .addColumn("kind", "text", (c) => c.notNull())
    .addColumn("fields", "jsonb", (c) => c.notNull())
    .addColumn("at", "timestamptz", (c) => c.notNull())
    .addColumn("read_at", "timestamptz")
    .addUniqueConstraint("notice_once", ["user_id", "event_id", "kind"])
    .execute();
  await sql`CREATE INDEX notice_newest ON notice (user_id, id DESC)`.execute(db);
  await sql`CREATE INDEX notice_unread ON notice (user_id) WHERE read_at IS NULL`.execute(db);

  // Whoever holds streams open looks when the transaction has committed.
  await sql`
    CREATE FUNCTION call_live() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM pg_notify('live', '');
      RETURN NULL;
    END $$`.execute(db);
  await sql`
    CREATE TRIGGER call_live AFTER INSERT ON live_change
    FOR EACH STATEMENT EXECUTE FUNCTION call_live()`.execute(db);
}
