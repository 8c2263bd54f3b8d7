import type { QueryResultRow } from "pg";
import { waitFor } from "./wait-for.ts";

type Query = <Row extends QueryResultRow>(
  text: string,
  values?: readonly unknown[],
  database?: "portico" | "synapse",
) => Promise<Row[]>;

/**
 * Does something in rooms and hides its events from the service, as if it had
 * happened while nobody listened: they count as handled when they come, so that
 * nobody looks for them in the rooms later either. The work resolves with the id
 * of an event that somebody else than the service sent last.
 */
export async function unseen(query: Query, work: () => Promise<string>): Promise<void> {
  await query(`
    CREATE FUNCTION hide_planted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.handled_at := now(); RETURN NEW; END $$;
    CREATE TRIGGER hide_planted BEFORE INSERT ON inbox_event FOR EACH ROW EXECUTE FUNCTION hide_planted()`);
  try {
    // Events come in order, so when one of the service's own messages was dropped, all before it were.
    const last = await work();
    await waitFor("the homeserver has delivered them", async () => {
      const [row] = await query<{ done: boolean; waiting: string }>(
        `SELECT coalesce(max(s.stream_ordering), 0) <= (SELECT stream_ordering FROM appservice_stream_position) AS done,
           (SELECT count(*) FROM application_services_txns) AS waiting
         FROM events s WHERE s.event_id = $1`,
        [last],
        "synapse",
      );
      return row?.done === true && Number(row.waiting) === 0;
    });
  } finally {
    await query("DROP TRIGGER hide_planted ON inbox_event; DROP FUNCTION hide_planted");
  }
}
