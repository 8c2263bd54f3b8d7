import { type Kysely, sql } from "kysely";

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("installation")
    .addColumn("only", "boolean", (c) =>
      c
        .primaryKey()
        .defaultTo(true)
        .check(sql`"only"`),
    )
    .addColumn("id", "uuid", (c) => c.notNull().defaultTo(sql`gen_random_uuid()`))
    .addColumn("policy_version", "bigint", (c) => c.notNull().defaultTo(1))
    .execute();
  await sql`INSERT INTO installation DEFAULT VALUES`.execute(db);

  await db.schema
    .createTable("account")
    .addColumn("user_id", "text", (c) => c.primaryKey())
    .addColumn("class", "text", (c) => c.notNull().check(sql`class IN ('staff', 'guest')`))
    .addColumn("role", "text", (c) => c.notNull())
    .addColumn("name_en", "text", (c) => c.notNull())
    .addColumn("name_zh", "text", (c) => c.notNull())
    .addColumn("locale", "text", (c) => c.notNull())
    .addColumn("person_id", "text", (c) => c.unique())
    .addColumn("guest_id", "text", (c) => c.unique())
    .addColumn("company", "text")
    .addColumn("expires_at", "timestamptz")
    .addColumn("ended_at", "timestamptz")
    .addColumn("provisioned_at", "timestamptz")
    .addColumn("version", "integer", (c) => c.notNull().defaultTo(1))
    .execute();

  await db.schema
    .createTable("session")
    .addColumn("token_hash", "text", (c) => c.primaryKey())
    .addColumn("user_id", "text", (c) => c.notNull().references("account.user_id").onDelete("cascade"))
    .addColumn("created_at", "timestamptz", (c) => c.notNull().defaultTo(sql`now()`))
    .addColumn("expires_at", "timestamptz", (c) => c.notNull())
    .execute();
  await db.schema.createIndex("session_user").on("session").column("user_id").execute();

  await db.schema
    .createTable("managed_room")
    .addColumn("key", "text", (c) => c.primaryKey())
    .addColumn("room_id", "text", (c) => c.unique())
    .addColumn("kind", "text", (c) => c.notNull().check(sql`kind IN ('space', 'room')`))
    .addColumn("purpose", "text", (c) => c.notNull())
    .addColumn("name_en", "text", (c) => c.notNull())
    .addColumn("name_zh", "text", (c) => c.notNull())
    .addColumn("topic", "text")
    .addColumn("parent_key", "text", (c) => c.references("managed_room.key"))
    .addColumn("department_id", "text")
    .addColumn("customer_id", "text")
    .addColumn("created_at", "timestamptz", (c) => c.notNull().defaultTo(sql`now()`))
    .execute();

  await db.schema
    .createTable("wanted_membership")
    .addColumn("room_key", "text", (c) => c.notNull().references("managed_room.key").onDelete("cascade"))
    .addColumn("user_id", "text", (c) => c.notNull().references("account.user_id").onDelete("cascade"))
    .addColumn("source", "text", (c) => c.notNull())
    .addColumn("power", "integer", (c) => c.notNull().defaultTo(0))
    .addPrimaryKeyConstraint("wanted_membership_pk", ["room_key", "user_id", "source"])
    .execute();
  await db.schema.createIndex("wanted_membership_user").on("wanted_membership").column("user_id").execute();

  await db.schema
    .createTable("domain_event")
    .addColumn("id", "bigserial", (c) => c.primaryKey())
    .addColumn("name", "text", (c) => c.notNull())
    .addColumn("actor", "text", (c) => c.notNull())
    .addColumn("payload", "jsonb", (c) => c.notNull())
    .addColumn("at", "timestamptz", (c) => c.notNull().defaultTo(sql`now()`))
    .execute();

  await db.schema
    .createTable("inbox_event")
    .addColumn("event_id", "text", (c) => c.primaryKey())
    .addColumn("position", "bigserial", (c) => c.notNull().unique())
    .addColumn("room_id", "text", (c) => c.notNull())
    .addColumn("type", "text", (c) => c.notNull())
    .addColumn("event", "jsonb", (c) => c.notNull())
    .addColumn("received_at", "timestamptz", (c) => c.notNull().defaultTo(sql`now()`))
    .addColumn("handled_at", "timestamptz")
    .addColumn("attempts", "integer", (c) => c.notNull().defaultTo(0))
    .addColumn("problem", "text")
    .execute();
  await sql`CREATE INDEX inbox_event_waiting ON inbox_event (room_id, position) WHERE handled_at IS NULL`.execute(db);

  // Whatever the policy snapshot is made from moves its version, whoever wrote it.
  await sql`
    CREATE FUNCTION bump_policy_version() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      UPDATE installation SET policy_version = policy_version + 1;
      RETURN NULL;
    END $$`.execute(db);
  for (const table of ["account", "managed_room", "wanted_membership"]) {
    await sql`
      CREATE TRIGGER bump_policy_version AFTER INSERT OR UPDATE OR DELETE ON ${sql.table(table)}
      FOR EACH STATEMENT EXECUTE FUNCTION bump_policy_version()`.execute(db);
  }
}
