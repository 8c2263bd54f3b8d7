/**
 * Records what the database of a running installation holds, as the fixture of
 * a release: `node tests/releases/record.ts portico.yaml > tests/releases/0.1.0.json`.
 * Of long tables the newest rows only, because they are all alike.
 */
import { openInstallation } from "@portico/config/context.ts";
import { databaseUrl } from "@portico/config/engines/databases.ts";
import { peekSecrets } from "@portico/config/secrets.ts";
import { Client } from "pg";
import type { Release } from "./release.ts";

const LONG: Readonly<Record<string, number>> = { domain_event: 60, inbox_event: 40 };
/** Tables of libraries, which make and migrate them themselves. */
const FOREIGN = ["kysely_migration", "kysely_migration_lock"];

const installation = openInstallation(process.argv[2]);
const client = new Client({
  connectionString: databaseUrl("portico", installation, peekSecrets(installation.folders.data)),
});
await client.connect();
const migration = await client.query<{ name: string }>("SELECT max(name) AS name FROM kysely_migration");
const tables = await client.query<{ name: string; columns: string[] }>(
  `SELECT c.table_name AS name, array_agg(c.column_name::text ORDER BY c.ordinal_position) AS columns
   FROM information_schema.columns AS c
   JOIN information_schema.tables AS t USING (table_schema, table_name)
   WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND c.is_generated = 'NEVER'
     AND c.table_name <> ALL($1)
   GROUP BY c.table_name ORDER BY c.table_name`,
  [FOREIGN],
);
const rows: Record<string, unknown[]> = {};
for (const { name, columns } of tables.rows) {
  const list = columns.map((column) => `"${column}"`).join(", ");
  const found = await client.query<{ row: unknown }>(
    `SELECT to_jsonb(t) AS row FROM (SELECT ${list} FROM "${name}" ORDER BY ctid DESC LIMIT ${LONG[name] ?? 1000}) AS t ORDER BY 1`,
  );
  rows[name] = found.rows.map(({ row }) => row);
}
await client.end();
const release: Release = {
  migration: migration.rows[0]?.name ?? "",
  serverName: installation.config.serverName,
  company: installation.company,
  rows,
};
process.stdout.write(`${JSON.stringify(release, null, 1)}\n`);
