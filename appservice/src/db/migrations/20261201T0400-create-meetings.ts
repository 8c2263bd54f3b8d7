import { type Kysely, sql } from "kysely";

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("meeting")
    .addColumn("id", "text", (c) => c.primaryKey())
    .addColumn("room_id", "text", (c) => c.notNull())
    .addColumn("sfu_room", "text", (c) => c.notNull())
    .addColumn("started_by", "text", (c) => c.notNull())
    .addColumn("started_at", "timestamptz", (c) => c.notNull())
    .addColumn("ended_at", "timestamptz")
    .addColumn("empty_since", "timestamptz")
    .addColumn("locked", "boolean", (c) => c.notNull().defaultTo(false))
    .addColumn("lobby", "boolean", (c) => c.notNull().defaultTo(true))
    .addColumn("drawing", "text", (c) => c.notNull().defaultTo("all"))
    .addColumn("drawers", sql`text[]`, (c) => c.notNull().defaultTo(sql`'{}'`))
    .addColumn("encrypted", "boolean", (c) => c.notNull().defaultTo(false))
    .addColumn("audience", sql`text[]`, (c) => c.notNull().defaultTo(sql`'{}'`))
    .addColumn("ringing", sql`text[]`, (c) => c.notNull().defaultTo(sql`'{}'`))
    .addColumn("ring_until", "timestamptz")
    .execute();
  await sql`CREATE UNIQUE INDEX meeting_live_room ON meeting (room_id) WHERE ended_at IS NULL`.execute(db);
  await db.schema.createIndex("meeting_room").on("meeting").columns(["room_id", "started_at desc"]).execute();

  await db.schema
    .createTable("meeting_participant")
    .addColumn("meeting_id", "text", (c) => c.notNull().references("meeting.id").onDelete("cascade"))
    .addColumn("identity", "text", (c) => c.notNull())
    .addColumn("user_id", "text")
    .addColumn("name", "text", (c) => c.notNull())
    .addColumn("company", "text")
    .addColumn("role", "text", (c) => c.notNull())
    .addColumn("hand_raised_at", "timestamptz")
    .addColumn("removed_at", "timestamptz")
    .addColumn("delay_id", "text")
    .addColumn("delay_restarted_at", "timestamptz")
    .addPrimaryKeyConstraint("meeting_participant_pkey", ["meeting_id", "identity"])
    .execute();

  await db.schema
    .createTable("meeting_stay")
    .addColumn("meeting_id", "text", (c) => c.notNull().references("meeting.id").onDelete("cascade"))
    .addColumn("sid", "text", (c) => c.notNull())
    .addColumn("identity", "text", (c) => c.notNull())
    .addColumn("joined_at", "timestamptz", (c) => c.notNull())
    .addColumn("left_at", "timestamptz")
    .addPrimaryKeyConstraint("meeting_stay_pkey", ["meeting_id", "sid"])
    .execute();

  await db.schema
    .createTable("meeting_webhook")
    .addColumn("id", "text", (c) => c.primaryKey())
    .addColumn("received_at", "timestamptz", (c) => c.notNull().defaultTo(sql`now()`))
    .execute();

  await db.schema
    .createTable("meeting_link")
    .addColumn("id", "text", (c) => c.primaryKey())
    .addColumn("token_hash", "text", (c) => c.notNull().unique())
    .addColumn("room_id", "text", (c) => c.notNull())
    .addColumn("created_by", "text", (c) => c.notNull())
    .addColumn("created_at", "timestamptz", (c) => c.notNull().defaultTo(sql`now()`))
    .addColumn("expires_at", "timestamptz", (c) => c.notNull())
    .addColumn("lobby", "boolean", (c) => c.notNull())
    .addColumn("revoked_at", "timestamptz")
    .execute();
  await db.schema.createIndex("meeting_link_room").on("meeting_link").column("room_id").execute();

  await db.schema
    .createTable("meeting_entry")
    .addColumn("id", "text", (c) => c.primaryKey())
    .addColumn("secret_hash", "text", (c) => c.notNull())
    .addColumn("link_id", "text", (c) => c.notNull().references("meeting_link.id").onDelete("cascade"))
    .addColumn("meeting_id", "text", (c) => c.references("meeting.id").onDelete("cascade"))
    .addColumn("name", "text", (c) => c.notNull())
    .addColumn("company", "text", (c) => c.notNull())
    .addColumn("address", "text", (c) => c.notNull())
    .addColumn("asked_at", "timestamptz", (c) => c.notNull())
    .addColumn("seen_at", "timestamptz", (c) => c.notNull())
    .addColumn("state", "text", (c) => c.notNull().defaultTo("waiting"))
    .addColumn("decided_at", "timestamptz")
    .addColumn("decided_by", "text")
    .execute();
  await db.schema.createIndex("meeting_entry_link").on("meeting_entry").columns(["link_id", "state"]).execute();

  await db.schema
    .createTable("meeting_recording")
    .addColumn("id", "text", (c) => c.primaryKey())
    .addColumn("meeting_id", "text", (c) => c.notNull().references("meeting.id").onDelete("cascade"))
    .addColumn("state", "text", (c) => c.notNull())
    .addColumn("requested_by", "text", (c) => c.notNull())
    .addColumn("requested_at", "timestamptz", (c) => c.notNull())
    .addColumn("started_at", "timestamptz")
    .addColumn("ended_at", "timestamptz")
    .addColumn("seconds", "float8")
    .addColumn("bytes", "int8")
    .addColumn("media_url", "text")
    .addColumn("gap_seconds", "float8", (c) => c.notNull().defaultTo(0))
    .execute();
  await db.schema.createIndex("meeting_recording_meeting").on("meeting_recording").column("meeting_id").execute();

  // Rooms of before get the power levels that let their members into calls.
  await sql`UPDATE managed_room SET wanted_version = wanted_version + 1 WHERE room_id IS NOT NULL`.execute(db);
}
