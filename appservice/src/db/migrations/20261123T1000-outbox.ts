import { type Kysely, sql } from "kysely";

/**
 * Who shall learn of an event is decided in the transaction that records it:
 * one row per event and consumer, placed when the transaction commits, under a
 * lock that is held until it has. So positions follow the order in which events
 * become visible, in every stream and over all of them.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`ALTER TABLE domain_event ADD COLUMN stream text NOT NULL DEFAULT 'earlier'`.execute(db);
  await sql`ALTER TABLE domain_event ALTER COLUMN stream DROP DEFAULT`.execute(db);

  await db.schema
    .createTable("outbox_subscription")
    .addColumn("event_name", "text", (c) => c.notNull())
    .addColumn("consumer", "text", (c) => c.notNull())
    .addPrimaryKeyConstraint("outbox_subscription_pk", ["event_name", "consumer"])
    .execute();

  await db.schema
    .createTable("outbox_delivery")
    .addColumn("event_id", "bigint", (c) => c.notNull().references("domain_event.id"))
    .addColumn("consumer", "text", (c) => c.notNull())
    .addColumn("position", "bigserial", (c) => c.notNull().unique())
    .addColumn("stream", "text", (c) => c.notNull())
    .addColumn("attempts", "integer", (c) => c.notNull().defaultTo(0))
    .addColumn("next_attempt_at", "timestamptz")
    .addColumn("parked_at", "timestamptz")
    .addColumn("problem", "text")
    .addColumn("finished_at", "timestamptz")
    .addPrimaryKeyConstraint("outbox_delivery_pk", ["event_id", "consumer"])
    .execute();
  await sql`CREATE INDEX outbox_delivery_waiting ON outbox_delivery (consumer, position) WHERE finished_at IS NULL`.execute(
    db,
  );
  await sql`
    CREATE INDEX outbox_delivery_held ON outbox_delivery (consumer, stream, position)
    WHERE finished_at IS NULL AND attempts > 0`.execute(db);
  await sql`CREATE INDEX outbox_delivery_finished ON outbox_delivery (finished_at) WHERE finished_at IS NOT NULL`.execute(
    db,
  );

  await sql`
    CREATE FUNCTION place_in_outbox() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM pg_advisory_xact_lock(hashtextextended('portico outbox order', 0));
      INSERT INTO outbox_delivery (event_id, consumer, stream)
        SELECT NEW.id, consumer, NEW.stream FROM outbox_subscription
        WHERE event_name IN (NEW.name, '*') ORDER BY consumer;
      PERFORM pg_notify('outbox', '');
      RETURN NULL;
    END $$`.execute(db);
  await sql`
    CREATE CONSTRAINT TRIGGER place_in_outbox AFTER INSERT ON domain_event
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION place_in_outbox()`.execute(db);
}
