import { Client, type QueryResultRow } from "pg";
import { stack } from "./stack.ts";

/**
 * Runs one statement in the service's own database, or the homeserver's: to
 * look at what no answer shows, and to move clocks.
 */
export async function query<Row extends QueryResultRow>(
  text: string,
  values: readonly unknown[] = [],
  database: "portico" | "synapse" = "portico",
): Promise<Row[]> {
  const { settings, homeserverDatabaseUrl } = stack();
  const connectionString = database === "portico" ? settings.databaseUrl : homeserverDatabaseUrl;
  const client = new Client({ connectionString });
  await client.connect();
  try {
    return (await client.query<Row>(text, [...values])).rows;
  } finally {
    await client.end();
  }
}
