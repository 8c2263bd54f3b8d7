import { Migrator, type Migration, type MigrationProvider } from "kysely/migration";
import type { Log } from "../log/logger.ts";
import type { DbPool } from "./connection.ts";
import { migrations } from "./migrations/index.ts";

const provider: MigrationProvider = {
  getMigrations: (): Promise<Record<string, Migration>> => Promise.resolve(migrations),
};

/** Brings the schema up to date; throws the first failure and leaves the schema before it. */
export async function migrate(db: DbPool, log: Log): Promise<void> {
  const { error, results } = await new Migrator({ db, provider }).migrateToLatest();
  for (const result of results ?? []) log.info({ migration: result.migrationName, status: result.status }, "migration");
  if (error !== undefined) throw error instanceof Error ? error : new Error("migration failed", { cause: error });
}
