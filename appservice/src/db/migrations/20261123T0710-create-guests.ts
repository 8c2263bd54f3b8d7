import { type Kysely, sql } from "kysely";

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable("account").addColumn("arrived_at", "timestamptz").execute();

  await db.schema
    .createTable("guest")
    .addColumn("id", "text", (c) => c.primaryKey())
    .addColumn("user_id", "text", (c) => c.notNull().unique().references("account.user_id"))
    .addColumn("name", "text", (c) => c.notNull())
    .addColumn("email", "text")
    .addColumn("customer_id", "text", (c) => c.notNull().references("customer.id"))
    .addColumn("room_key", "text", (c) => c.notNull().references("managed_room.key"))
    .addColumn("invited_by", "text", (c) => c.notNull().references("account.user_id"))
    .addColumn("invited_at", "timestamptz", (c) => c.notNull())
    .addColumn("revoked_at", "timestamptz")
    .execute();
  await db.schema.createIndex("guest_newest").on("guest").columns(["invited_at desc", "id desc"]).execute();
  await db.schema.createIndex("guest_inviter").on("guest").columns(["invited_by", "invited_at desc"]).execute();
  await sql`
    CREATE INDEX account_expiry ON account (expires_at) WHERE ended_at IS NULL AND expires_at IS NOT NULL`.execute(db);

  await db.schema
    .createTable("one_time_link")
    .addColumn("token_hash", "text", (c) => c.primaryKey())
    .addColumn("user_id", "text", (c) => c.notNull().references("account.user_id").onDelete("cascade"))
    .addColumn("issued_by", "text", (c) => c.notNull())
    .addColumn("issued_at", "timestamptz", (c) => c.notNull().defaultTo(sql`now()`))
    .addColumn("expires_at", "timestamptz", (c) => c.notNull())
    .addColumn("claimed_until", "timestamptz")
    .addColumn("used_at", "timestamptz")
    .execute();
  await db.schema.createIndex("one_time_link_user").on("one_time_link").column("user_id").execute();
}
