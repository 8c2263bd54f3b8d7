import { Client } from "pg";

/** More events than Synapse holds in memory between noting that they are in hand and having them delivered. */
const EVENTS_AGAIN = 1000;

/**
 * Makes Synapse deliver again, in order, the last events to the application
 * service, which takes each of them once. Otherwise what was on its way when
 * Synapse or its database was killed reaches nobody: Synapse notes how far it
 * has got before it writes a transaction down, and looks at transactions that
 * it has written down only when it knows the service as away
 * (`synapse/handlers/appservice.py`, `synapse/appservice/scheduler.py`). To be
 * called while Synapse does not run. Does nothing before its tables exist.
 */
export async function redeliverLastEvents(databaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const made = await client.query<{ there: boolean }>(
      "SELECT to_regclass('appservice_stream_position') IS NOT NULL AS there",
    );
    if (made.rows[0]?.there !== true) return;
    await client.query(
      "UPDATE appservice_stream_position SET stream_ordering = greatest(0, stream_ordering - $1::bigint)",
      [EVENTS_AGAIN],
    );
  } finally {
    await client.end();
  }
}
