import { Client } from "pg";

interface SetBack {
  readonly databaseUrl: string;
  readonly schema: string;
  /** Longest pause between two attempts of a job. */
  readonly longestPauseSeconds: number;
}

/**
 * Brings to now what the queue's tables say was done in the future, because the
 * clock was an hour ahead for a while: otherwise no timer starts, and nothing
 * that failed or was sent meanwhile is done, until the clock has come there
 * again. What somebody asked for at a later hour stays at that hour. To be
 * called while the queue does not run; does nothing before its tables exist.
 */
export async function bringToNow({ databaseUrl, schema, longestPauseSeconds }: SetBack): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const made = await client.query<{ there: boolean }>("SELECT to_regclass($1) IS NOT NULL AS there", [
      `${schema}.version`,
    ]);
    if (made.rows[0]?.there !== true) return;
    await client.query(
      `UPDATE ${schema}.version SET cron_on = least(cron_on, now()), bam_on = least(bam_on, now()),
         flow_on = least(flow_on, now()), reindex_on = least(reindex_on, now())`,
    );
    await client.query(
      `UPDATE ${schema}.queue SET monitor_claim_on = least(monitor_claim_on, now()), monitor_on = least(monitor_on, now()),
         maintain_on = least(maintain_on, now())
       WHERE greatest(monitor_claim_on, monitor_on, maintain_on) > now()`,
    );
    await client.query(
      `UPDATE ${schema}.job SET start_after = now()
       WHERE (state = 'created' AND created_on > now() AND start_after <= created_on)
         OR (state = 'retry' AND start_after > now() + make_interval(secs => $1))`,
      [longestPauseSeconds],
    );
    await client.query(`UPDATE ${schema}.job SET heartbeat_on = now() WHERE state = 'active' AND heartbeat_on > now()`);
  } finally {
    await client.end();
  }
}
