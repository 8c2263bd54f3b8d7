import { createHash } from "node:crypto";
import { Client } from "pg";
import { Problem } from "../problem.ts";
import type { Secrets } from "../secrets.ts";
import { type DatabaseName, databaseNames } from "./databases.ts";

const OLDEST = 14;

/** A table that every database of ours has, by database: without it, tables are somebody else's. */
const ownTable = { synapse: "schema_version", portico: "kysely_migration" } as const;

/**
 * Makes the two databases on the server of `postgres.url` unless they exist,
 * and looks whether ours can live in them. Rejects with what is wrong and the
 * statement that puts it right.
 */
export async function prepareGivenServer(given: string, secrets: Secrets): Promise<void> {
  const mark = `Portico installation ${createHash("sha256").update(secrets.asToken).digest("hex").slice(0, 12)}`;
  await onGivenServer(given, async (client) => {
    const { rows } = await client.query<{ version: number; role: string }>(
      "SELECT current_setting('server_version_num')::int / 10000 AS version, current_user AS role",
    );
    const { version, role } = rows[0] ?? { version: 0, role: "" };
    if (version < OLDEST)
      throw new Problem(
        `postgres.url: the server is PostgreSQL ${version}, and Synapse needs ${OLDEST} or newer. Upgrade it, or name another server.`,
      );
    for (const name of databaseNames) {
      await makeDatabase(client, name, role);
      await checkDatabase(client, name, role, mark);
    }
  });
  for (const name of databaseNames) await checkContent(new URL(given), name);
}

/** Does `work` on the server of `postgres.url`; rejects in words when that does not let us in. */
export async function onGivenServer<Result>(url: string, work: (client: Client) => Promise<Result>): Promise<Result> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  // A server that stops during a query reports it on the connection as well.
  client.on("error", () => undefined);
  try {
    await client.connect();
  } catch (error) {
    throw new Problem(connectionWords(error, new URL(url)));
  }
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function makeDatabase(client: Client, name: DatabaseName, role: string): Promise<void> {
  const known = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [name]);
  if (known.rowCount !== 0) return;
  // Synapse refuses any other collation: its indexes would differ between versions of the C library.
  const statement = `CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'`;
  try {
    await client.query(statement);
  } catch (error) {
    if (codeOf(error) !== "42501") throw error;
    throw new Problem(
      `postgres.url: the user ${role} may not make the database ${name}. As an administrator of the server either run ` +
        `ALTER ROLE "${role}" CREATEDB; or make it: ${statement} OWNER "${role}";`,
    );
  }
}

async function checkDatabase(client: Client, name: DatabaseName, role: string, mark: string): Promise<void> {
  const { rows } = await client.query<Record<"encoding" | "collate" | "ctype", string> & DatabaseState>(
    `SELECT pg_encoding_to_char(encoding) AS encoding, datcollate AS collate, datctype AS ctype,
            pg_has_role(datdba, 'USAGE') AS owned, shobj_description(oid, 'pg_database') AS comment
       FROM pg_database WHERE datname = $1`,
    [name],
  );
  const [found] = rows;
  if (found === undefined) throw new Problem(`postgres.url: the database ${name} has gone. Start again.`);
  const { encoding, collate, ctype, owned, comment } = found;
  if (encoding !== "UTF8" || collate !== "C" || ctype !== "C")
    throw new Problem(
      `postgres.url: the database ${name} has the encoding ${encoding}, the collation ${collate} and the character type ${ctype}; ` +
        `Synapse works with UTF8, C and C only. Drop it and let Portico make it, or make it with: ` +
        `CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C' OWNER "${role}";`,
    );
  if (!owned)
    throw new Problem(
      `postgres.url: the user ${role} does not own the database ${name}. As an administrator of the server run: ` +
        `ALTER DATABASE ${name} OWNER TO "${role}";`,
    );
  // Two installations in one database would mix two companies' people.
  if (comment?.startsWith("Portico installation ") === true && comment !== mark)
    throw new Problem(
      `postgres.url: the database ${name} belongs to another installation of Portico. Name a server of this one's own. ` +
        `If it is this one, and its data folder was lost, put secrets.json back from a backup.`,
    );
  if (comment === null) await client.query(`COMMENT ON DATABASE ${name} IS '${mark}'`);
}

interface DatabaseState {
  readonly owned: boolean;
  readonly comment: string | null;
}

async function checkContent(url: URL, name: DatabaseName): Promise<void> {
  url.pathname = `/${name}`;
  await onGivenServer(url.href, async (client) => {
    const { rows } = await client.query<{ role: string; creates: boolean; foreign: string | null }>(
      `SELECT current_user AS role, has_schema_privilege('public', 'CREATE') AS creates,
              (SELECT min(tablename) FROM pg_tables WHERE schemaname = 'public' AND to_regclass($1) IS NULL) AS foreign`,
      [ownTable[name]],
    );
    const { role, creates, foreign } = rows[0] ?? { role: "", creates: false, foreign: null };
    if (!creates)
      throw new Problem(
        `postgres.url: the user ${role} may not make tables in the database ${name}. As an administrator of the server run ` +
          `in that database: GRANT ALL ON SCHEMA public TO "${role}";`,
      );
    if (foreign !== null)
      throw new Problem(
        `postgres.url: the database ${name} holds tables of something else, like ${foreign}. Portico needs its databases for itself: ` +
          `rename it (ALTER DATABASE ${name} RENAME TO ${name}_other;), or name another server.`,
      );
  });
}

const codeOf = (error: unknown): string => String(Reflect.get(Object(error), "code") ?? "");

/** What an attempt to connect met (PostgreSQL's manual, appendix A "Error Codes"), and the remedy. */
export function connectionWords(error: unknown, url: URL): string {
  const message = error instanceof Error ? error.message : String(error);
  const code = codeOf(error);
  const where = `postgres.url: ${url.hostname}:${url.port || 5432}`;
  const user = decodeURIComponent(url.username);
  if (code === "28P01") return `${where} refuses the password of ${user}. Correct it (percent-encoded in the address).`;
  if (code === "28000")
    return `${where} does not let ${user} in (${message}). Make the role, or allow it in the server's pg_hba.conf; where TLS is demanded, end the address with ?sslmode=verify-full.`;
  if (code === "3D000")
    return `${where} has no database ${url.pathname.slice(1)}. Name one that exists, like postgres, in the address.`;
  if (code === "42501")
    return `${where} does not let ${user} into the database ${url.pathname.slice(1)} (${message}). Grant CONNECT on it.`;
  if (code === "53300") return `${where} has no connection free (${message}). Raise max_connections in its settings.`;
  if (code === "57P03") return `${where} is just starting or stopping (${message}). Try again in a moment.`;
  return `${where} cannot be reached (${message || code}). Start the server, or correct the address.`;
}
