import { Kysely, PostgresDialect, type Transaction } from "kysely";
import { DatabaseError, Pool, TypeOverrides, types as pgTypes } from "pg";
import type { Log } from "../log/logger.ts";
import type { Database } from "./database.ts";

/** The pool: what begins transactions. */
export type DbPool = Kysely<Database>;
/** A transaction, for what must happen together. */
export type Tx = Transaction<Database>;
/** Either, for queries that do not care. */
export type Db = DbPool | Tx;

const types = new TypeOverrides();
types.setTypeParser(pgTypes.builtins.INT8, Number);

/** Opens the pool; whoever calls this destroys the result. Counters (int8) arrive as numbers. */
export function connect(databaseUrl: string, log: Log): DbPool {
  const pool = new Pool({ connectionString: databaseUrl, max: 10, types });
  pool.on("error", (error) => log.warn({ err: error }, "an idle database connection was lost"));
  // A connection that is lost between two statements of a transaction says so to nobody else, and an error that
  // nobody hears ends the process. The next statement fails and tells the caller.
  pool.on("connect", (client) => {
    client.on("error", (error) => log.warn({ err: error }, "a database connection was lost"));
  });
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
}

/** PostgreSQL ended the transaction because another was in its way (appendix A of its manual). */
const IN_THE_WAY: ReadonlySet<string | undefined> = new Set(["40001", "40P01"]);
const MOST_TRIES = 5;

/**
 * Runs the work in one transaction: all of it, or nothing when it throws. Work
 * that another transaction was in the way of is done again from its beginning,
 * so outside the transaction it leaves nothing behind. PostgreSQL's log tells of each such end.
 */
export async function inTransaction<Result>(db: DbPool, work: (tx: Tx) => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await db.transaction().execute(work);
    } catch (error) {
      const again = error instanceof DatabaseError && IN_THE_WAY.has(error.code);
      if (!again || tries === MOST_TRIES) throw error;
    }
  }
}
