import { Client } from "pg";

/**
 * Makes Synapse deliver what it had kept for an application service when it was
 * killed. It writes each transaction down before it sends it, but looks at those
 * only when it knows the service as down; after a kill it takes the service for
 * up, sends what is new, and leaves the kept ones lying for ever
 * (`synapse/appservice/scheduler.py`, `ApplicationServiceScheduler.start`). To be
 * called while Synapse does not run. Does nothing before its tables exist.
 */
export async function resumeUnsentTransactions(databaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const made = await client.query<{ there: boolean }>(
      "SELECT to_regclass('application_services_txns') IS NOT NULL AS there",
    );
    if (made.rows[0]?.there !== true) return;
    await client.query(
      `INSERT INTO application_services_state (as_id, state)
       SELECT DISTINCT as_id, 'down' FROM application_services_txns
       ON CONFLICT (as_id) DO UPDATE SET state = 'down'`,
    );
  } finally {
    await client.end();
  }
}
