import { setTimeout as delay } from "node:timers/promises";
import { Client } from "pg";

const AGAIN_MS = 100;

/**
 * How far Synapse is with its directory of people. A few seconds after it has
 * made its tables it clears the directory and fills it with the accounts that
 * there were a moment before (background updates `populate_user_directory_*` in
 * `synapse/storage/databases/main/user_directory.py`): whoever comes in between
 * is never found by name. "unknown" where its tables are not, or not here.
 */
export async function directoryState(databaseUrl: string): Promise<"unknown" | "pending" | "filled"> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const made = await client.query<{ there: boolean }>(
      "SELECT to_regclass('background_updates') IS NOT NULL AS there",
    );
    if (made.rows[0]?.there !== true) return "unknown";
    const pending = await client.query(
      "SELECT FROM background_updates WHERE update_name LIKE 'populate\\_user\\_directory%'",
    );
    return pending.rowCount === 0 ? "filled" : "pending";
  } finally {
    await client.end();
  }
}

/** Resolves when accounts can be made without being lost to the directory. */
export async function directoryFilled(databaseUrl: string, signal: AbortSignal): Promise<void> {
  // oxlint-disable-next-line no-await-in-loop -- looks again and again
  while ((await directoryState(databaseUrl)) === "pending") await delay(AGAIN_MS, undefined, { signal });
}
