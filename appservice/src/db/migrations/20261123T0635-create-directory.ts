import { type Kysely, sql } from "kysely";

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("department")
    .addColumn("id", "text", (c) => c.primaryKey())
    .addColumn("name_en", "text", (c) => c.notNull())
    .addColumn("name_zh", "text", (c) => c.notNull())
    .addColumn("parent_id", "text", (c) => c.references("department.id"))
    // The head is a person, who in turn belongs to a department: checked by the import, not by the schema.
    .addColumn("head_id", "text")
    .addColumn("ended_at", "timestamptz")
    .execute();

  await db.schema
    .createTable("rank")
    .addColumn("id", "text", (c) => c.primaryKey())
    .addColumn("level", "integer", (c) => c.notNull())
    .addColumn("name_en", "text", (c) => c.notNull())
    .addColumn("name_zh", "text", (c) => c.notNull())
    .execute();

  await db.schema
    .createTable("person")
    .addColumn("id", "text", (c) => c.primaryKey())
    .addColumn("user_id", "text", (c) => c.notNull().unique())
    .addColumn("name_en", "text", (c) => c.notNull())
    .addColumn("name_zh", "text", (c) => c.notNull())
    .addColumn("title_en", "text", (c) => c.notNull())
    .addColumn("title_zh", "text", (c) => c.notNull())
    .addColumn("email", "text")
    .addColumn("department_id", "text", (c) => c.references("department.id"))
    .addColumn("rank_id", "text", (c) => c.references("rank.id"))
    .addColumn("manager_id", "text")
    .addColumn("role", "text", (c) => c.notNull())
    .addColumn("state", "text", (c) => c.notNull().check(sql`state IN ('active', 'left')`))
    .addColumn("version", "integer", (c) => c.notNull().defaultTo(1))
    .execute();
  await db.schema.createIndex("person_department").on("person").column("department_id").execute();
  await db.schema.createIndex("person_manager").on("person").column("manager_id").execute();

  await db.schema
    .createTable("customer")
    .addColumn("id", "text", (c) => c.primaryKey())
    .addColumn("name_en", "text", (c) => c.notNull())
    .addColumn("name_zh", "text", (c) => c.notNull())
    .execute();
}
