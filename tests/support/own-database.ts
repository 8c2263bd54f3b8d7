import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { connect, type DbPool } from "../../appservice/src/db/connection.ts";
import { migrate } from "../../appservice/src/db/migrate.ts";
import { createLog } from "../../appservice/src/log/logger.ts";
import { Client, type QueryResult, type QueryResultRow } from "pg";
import { z } from "zod";
import { stack } from "./stack.ts";

const Secrets = z.looseObject({ postgresPassword: z.string() });

export interface OwnDatabase {
  readonly url: string;
  readonly db: DbPool;
  /** Runs one statement on a connection of its own. */
  rows<Row extends QueryResultRow>(statement: string, values?: readonly unknown[]): Promise<QueryResult<Row>>;
  /** Whether a statement waits there for what another transaction holds. */
  waitsForLock(): Promise<boolean>;
  /** Closes the pool and drops the database, whoever is connected to it. */
  drop(): Promise<void>;
}

/**
 * An empty database with our schema on the PostgreSQL of the stack, for tests
 * of parts that work on tables alone: nothing else reads or writes there.
 */
export async function ownDatabase(): Promise<OwnDatabase> {
  const name = `portico_test_${randomBytes(6).toString("hex")}`;
  const { postgresPassword } = Secrets.parse(JSON.parse(readFileSync(join(stack().data, "secrets.json"), "utf8")));
  const url = new URL(stack().settings.databaseUrl);
  url.username = "postgres";
  url.password = postgresPassword;
  const within = (database: string): string => {
    url.pathname = `/${database}`;
    return url.href;
  };
  await run(within("postgres"), `CREATE DATABASE ${name}`);
  const own = within(name);
  const log = createLog("error");
  const db = connect(own, log);
  await migrate(db, log);
  return {
    url: own,
    db,
    rows: (statement, values) => run(own, statement, values),
    async waitsForLock() {
      const { rowCount } = await run(
        own,
        "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
      );
      return rowCount !== 0;
    },
    async drop() {
      await db.destroy();
      await run(within("postgres"), `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

async function run<Row extends QueryResultRow>(
  connectionString: string,
  statement: string,
  values: readonly unknown[] = [],
): Promise<QueryResult<Row>> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    return await client.query<Row>(statement, [...values]);
  } finally {
    await client.end();
  }
}
