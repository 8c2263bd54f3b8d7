import { Kysely, PostgresDialect, type Transaction } from "kysely";
import pg from "pg";
import type { Log } from "../log/logger.ts";
import type { Database } from "./database.ts";

export type Db = Kysely<Database> | Transaction<Database>;
export type Tx = Transaction<Database>;

const INT8_OID = 20;
const integers = {
  ...pg.types,
  getTypeParser: ((oid: number, format?: "text" | "binary") =>
    oid === INT8_OID && format !== "binary"
      ? Number
      : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
};

/** Opens the pool; whoever calls this destroys the result. Counters (int8) arrive as numbers. */
export function connect(databaseUrl: string, log: Log): Kysely<Database> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 10, types: integers });
  pool.on("error", (error) => log.warn({ err: error }, "an idle database connection was lost"));
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
}

/** Runs the work in one transaction: all of it, or nothing when it throws. */
export const inTransaction = <Result>(db: Kysely<Database>, work: (tx: Tx) => Promise<Result>): Promise<Result> =>
  db.transaction().execute(work);
