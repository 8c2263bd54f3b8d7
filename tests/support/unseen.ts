import type { QueryResultRow } from "pg";
import { waitFor } from "./wait-for.ts";

type Query = <Row extends QueryResultRow>(text: string, values?: readonly unknown[]) => Promise<Row[]>;

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
    // Events come in order, so when the last was hidden, all before it were.
    const last = await work();
    await waitFor("the last was hidden", async () => {
      const hidden = await query("SELECT FROM inbox_event WHERE event_id = $1", [last]);
      return hidden.length > 0;
    });
  } finally {
    await query("DROP TRIGGER hide_planted ON inbox_event; DROP FUNCTION hide_planted");
  }
}
