import { Client } from "pg";

/** Runs one statement in a session of its own; resolves to its rows. */
export async function ask(
  connectionString: string,
  text: string,
  values: readonly unknown[] = [],
): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text, [...values])).rows;
  } finally {
    await client.end();
  }
}

/** Name of the last migration that the application service's database has seen; null before the first. */
export async function newestMigration(connectionString: string): Promise<string | null> {
  const [known] = await ask(connectionString, "SELECT to_regclass('kysely_migration') IS NOT NULL AS known");
  if (known?.["known"] !== true) return null;
  const [newest] = await ask(connectionString, "SELECT max(name) AS name FROM kysely_migration");
  return typeof newest?.["name"] === "string" ? newest["name"] : null;
}
