import { type Kysely, sql } from "kysely";

/** An import is a record of what came, who handed it in, and what it changed or would have changed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    ALTER TABLE directory_import
      ADD COLUMN dry_run boolean NOT NULL DEFAULT false,
      ADD COLUMN duration_ms integer NOT NULL DEFAULT 0,
      ADD COLUMN files jsonb NOT NULL DEFAULT '[]',
      ADD COLUMN brakes jsonb NOT NULL DEFAULT '[]',
      ADD COLUMN refusal jsonb,
      ADD COLUMN difference_counts jsonb NOT NULL DEFAULT
        '{"people": {"joins": 0, "moves": 0, "changes": 0, "leaves": 0}, "rooms": {"opens": 0, "changes": 0, "members": 0, "closes": 0}, "enter": 0, "exit": 0}',
      ADD COLUMN difference jsonb NOT NULL DEFAULT '{"people": [], "rooms": []}'`.execute(db);
  await sql`
    ALTER TABLE directory_import
      ALTER COLUMN dry_run DROP DEFAULT, ALTER COLUMN duration_ms DROP DEFAULT, ALTER COLUMN files DROP DEFAULT,
      ALTER COLUMN brakes DROP DEFAULT, ALTER COLUMN difference_counts DROP DEFAULT,
      ALTER COLUMN difference DROP DEFAULT`.execute(db);
}
