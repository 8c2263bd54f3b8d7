import type { Kysely } from "kysely";

/** The Matrix device that a session belongs to, so that signing a device out ends both. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable("session").addColumn("device_id", "text").execute();
}
