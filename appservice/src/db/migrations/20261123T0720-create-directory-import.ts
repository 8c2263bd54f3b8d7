import type { Kysely } from "kysely";

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("directory_import")
    .addColumn("id", "text", (c) => c.primaryKey())
    .addColumn("applied", "boolean", (c) => c.notNull())
    .addColumn("at", "timestamptz", (c) => c.notNull())
    .addColumn("by", "text", (c) => c.notNull())
    .addColumn("counts", "jsonb", (c) => c.notNull())
    .addColumn("rows", "jsonb", (c) => c.notNull())
    .execute();
}
