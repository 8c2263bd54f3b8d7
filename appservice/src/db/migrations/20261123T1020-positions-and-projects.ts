import { type Kysely, sql } from "kysely";

/** What people are besides their main position, and the projects they work in: both are sources of membership. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("position")
    .addColumn("id", "text", (c) => c.primaryKey())
    .addColumn("person_id", "text", (c) => c.notNull().references("person.id"))
    .addColumn("department_id", "text", (c) => c.notNull().references("department.id"))
    .addColumn("title_en", "text", (c) => c.notNull())
    .addColumn("title_zh", "text", (c) => c.notNull())
    .addColumn("rank_id", "text", (c) => c.references("rank.id"))
    .addColumn("manager_id", "text")
    .execute();
  await db.schema.createIndex("position_person").on("position").column("person_id").execute();
  await db.schema.createIndex("position_department").on("position").column("department_id").execute();
  await db.schema.createIndex("position_manager").on("position").column("manager_id").execute();

  await db.schema
    .createTable("project")
    .addColumn("id", "text", (c) => c.primaryKey())
    .addColumn("name_en", "text", (c) => c.notNull())
    .addColumn("name_zh", "text", (c) => c.notNull())
    // As with heads of departments: checked by the import, not by the schema.
    .addColumn("lead_id", "text")
    .addColumn("ended_at", "timestamptz")
    .execute();

  await db.schema
    .createTable("project_member")
    .addColumn("project_id", "text", (c) => c.notNull().references("project.id"))
    .addColumn("person_id", "text", (c) => c.notNull().references("person.id"))
    .addPrimaryKeyConstraint("project_member_pk", ["project_id", "person_id"])
    .execute();
  await db.schema.createIndex("project_member_person").on("project_member").column("person_id").execute();

  // Rooms of projects that nobody has imported yet are found again by the import that names them.
  await sql`
    UPDATE managed_room SET project_id = substring(key FROM '^project:(.+):room$')
    WHERE purpose = 'project' AND key ~ '^project:.+:room$'`.execute(db);
}
