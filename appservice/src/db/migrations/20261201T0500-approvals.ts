import { type Kysely, sql } from "kysely";

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("approval_form")
    .addColumn("id", "text", (c) => c.primaryKey())
    .addColumn("draft", "jsonb", (c) => c.notNull())
    .addColumn("draft_version", "integer", (c) => c.notNull().defaultTo(1))
    .addColumn("published", "integer")
    .addColumn("changed", "boolean", (c) => c.notNull().defaultTo(true))
    .addColumn("retired_at", "timestamptz")
    .addColumn("changed_at", "timestamptz", (c) => c.notNull().defaultTo(sql`now()`))
    .execute();
  await db.schema
    .createTable("approval_form_version")
    .addColumn("form_id", "text", (c) => c.notNull().references("approval_form.id"))
    .addColumn("version", "integer", (c) => c.notNull())
    .addColumn("definition", "jsonb", (c) => c.notNull())
    .addColumn("published_at", "timestamptz", (c) => c.notNull().defaultTo(sql`now()`))
    .addPrimaryKeyConstraint("approval_form_version_pk", ["form_id", "version"])
    .execute();
  await db.schema
    .createTable("approval_request")
    .addColumn("id", "text", (c) => c.primaryKey())
    .addColumn("number", "bigint", (c) => c.notNull().unique().generatedAlwaysAsIdentity())
    .addColumn("form_id", "text", (c) => c.notNull())
    .addColumn("form_version", "integer", (c) => c.notNull())
    .addColumn("initiator_id", "text", (c) => c.notNull().references("person.id"))
    .addColumn("status", "text", (c) => c.notNull())
    .addColumn("instance", "jsonb", (c) => c.notNull())
    .addColumn("version", "integer", (c) => c.notNull())
    .addColumn("urged_at", "timestamptz")
    .addColumn("submitted_at", "timestamptz", (c) => c.notNull())
    .addColumn("changed_at", "timestamptz", (c) => c.notNull())
    .addForeignKeyConstraint("approval_request_form", ["form_id", "form_version"], "approval_form_version", [
      "form_id",
      "version",
    ])
    .execute();
  await sql`CREATE INDEX approval_request_own ON approval_request (initiator_id, changed_at DESC, id DESC)`.execute(db);
  await sql`CREATE INDEX approval_request_form ON approval_request (form_id, changed_at DESC, id DESC)`.execute(db);
  await db.schema
    .createTable("approval_fact")
    .addColumn("request_id", "text", (c) => c.notNull().references("approval_request.id").onDelete("cascade"))
    .addColumn("seq", "integer", (c) => c.notNull())
    .addColumn("at", "timestamptz", (c) => c.notNull())
    .addColumn("person_id", "text")
    .addColumn("fact", "jsonb", (c) => c.notNull())
    .addColumn("comment", "text", (c) => c.notNull().defaultTo(""))
    .addColumn("signature", "text", (c) => c.notNull().defaultTo(""))
    .addPrimaryKeyConstraint("approval_fact_pk", ["request_id", "seq"])
    .execute();
  await db.schema
    .createTable("approval_task")
    .addColumn("request_id", "text", (c) => c.notNull().references("approval_request.id").onDelete("cascade"))
    .addColumn("id", "text", (c) => c.notNull())
    .addColumn("node_id", "text", (c) => c.notNull())
    .addColumn("person_id", "text", (c) => c.notNull())
    .addColumn("in_place_of", "text")
    .addColumn("state", "text", (c) => c.notNull())
    .addColumn("stale", "boolean", (c) => c.notNull())
    .addColumn("due_at", "timestamptz")
    .addColumn("opened_at", "timestamptz", (c) => c.notNull())
    .addPrimaryKeyConstraint("approval_task_pk", ["request_id", "id"])
    .execute();
  await sql`CREATE INDEX approval_task_open ON approval_task (person_id, opened_at) WHERE state = 'open' AND NOT stale`.execute(
    db,
  );
  await sql`CREATE INDEX approval_task_person ON approval_task (person_id, request_id)`.execute(db);
  await sql`CREATE INDEX approval_task_due ON approval_task (due_at) WHERE state = 'open' AND NOT stale`.execute(db);
  await db.schema
    .createTable("approval_copy")
    .addColumn("request_id", "text", (c) => c.notNull().references("approval_request.id").onDelete("cascade"))
    .addColumn("person_id", "text", (c) => c.notNull())
    .addColumn("at", "timestamptz", (c) => c.notNull())
    .addColumn("read_at", "timestamptz")
    .addPrimaryKeyConstraint("approval_copy_pk", ["request_id", "person_id"])
    .execute();
  await sql`CREATE INDEX approval_copy_person ON approval_copy (person_id, at DESC)`.execute(db);
  await db.schema
    .createTable("approval_absence")
    .addColumn("id", "text", (c) => c.primaryKey())
    .addColumn("person_id", "text", (c) => c.notNull().references("person.id"))
    .addColumn("deputy_id", "text", (c) => c.notNull().references("person.id"))
    .addColumn("from_day", "text", (c) => c.notNull())
    .addColumn("until_day", "text", (c) => c.notNull())
    .addColumn("applied_at", "timestamptz")
    .execute();
  await sql`CREATE INDEX approval_absence_person ON approval_absence (person_id, until_day)`.execute(db);
  await db.schema
    .createTable("approval_leave")
    .addColumn("request_id", "text", (c) => c.notNull().references("approval_request.id").onDelete("cascade"))
    .addColumn("form_id", "text", (c) => c.notNull())
    .addColumn("person_id", "text", (c) => c.notNull())
    .addColumn("year", "integer", (c) => c.notNull())
    .addColumn("type", "text", (c) => c.notNull())
    .addColumn("days", "double precision", (c) => c.notNull())
    .addColumn("from_day", "text", (c) => c.notNull())
    .addColumn("until_day", "text", (c) => c.notNull())
    .addColumn("state", "text", (c) => c.notNull())
    .addPrimaryKeyConstraint("approval_leave_pk", ["request_id", "year"])
    .execute();
  await sql`CREATE INDEX approval_leave_person ON approval_leave (person_id, year)`.execute(db);
  await sql`CREATE INDEX approval_leave_days ON approval_leave (until_day, from_day)`.execute(db);
  await db.schema
    .createTable("approval_entitlement")
    .addColumn("form_id", "text", (c) => c.notNull())
    .addColumn("person_id", "text", (c) => c.notNull().references("person.id"))
    .addColumn("year", "integer", (c) => c.notNull())
    .addColumn("type", "text", (c) => c.notNull())
    .addColumn("days", "double precision", (c) => c.notNull())
    .addPrimaryKeyConstraint("approval_entitlement_pk", ["form_id", "person_id", "year", "type"])
    .execute();
}
