import type { Kysely } from "kysely";

/** How often an operator handed an item over once more; commands name it as the version they saw. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const table of ["inbox_event", "outbox_delivery"]) {
    await db.schema
      .alterTable(table)
      .addColumn("replays", "integer", (c) => c.notNull().defaultTo(0))
      .execute();
  }
  await db.schema.createIndex("domain_event_name").on("domain_event").columns(["name", "id"]).execute();
}
