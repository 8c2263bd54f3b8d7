import { setTimeout as pause } from "node:timers/promises";
import type { Client } from "pg";
import type { Bench } from "./installation.ts";
import type { Measurement } from "./measurement.ts";
import { percentile } from "./rows.ts";

const PER_SECOND = 50;
const EVENTS = { quick: 500, full: 3_000 } as const;
/** The first ones find cold plans and sleeping workers. */
const WARM_UP = 50;
const PATIENCE_MS = 30_000;

/** Says on the channel `bench` when a row has become visible: whose it is, and of which event. */
const TELL = `
  CREATE FUNCTION tell_audit() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN PERFORM pg_notify('bench', 'audit ' || (NEW.payload->>'personId')); RETURN NULL; END $$;
  CREATE TRIGGER tell_bench AFTER INSERT ON audit_entry FOR EACH ROW
    WHEN (NEW.name = 'person.role-changed') EXECUTE FUNCTION tell_audit();
  CREATE FUNCTION tell_live() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN PERFORM pg_notify('bench', 'live ' || (NEW.ids->>0)); RETURN NULL; END $$;
  CREATE TRIGGER tell_bench AFTER INSERT ON live_change FOR EACH ROW
    WHEN (NEW.ids->>0 LIKE 'bench-%') EXECUTE FUNCTION tell_live()`;

/** The least that hands a row on by LISTEN and NOTIFY: no order, no retries, no second reader. */
const BARE = `
  CREATE TABLE bare_event (id bigserial PRIMARY KEY, key text NOT NULL, payload jsonb NOT NULL);
  CREATE TABLE bare_copy (event_id bigint PRIMARY KEY, key text NOT NULL, payload jsonb NOT NULL);
  CREATE FUNCTION call_bare() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN PERFORM pg_notify('bare', ''); RETURN NULL; END $$;
  CREATE TRIGGER call_bare AFTER INSERT ON bare_event FOR EACH ROW EXECUTE FUNCTION call_bare();
  CREATE FUNCTION tell_bare() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN PERFORM pg_notify('bench', 'bare ' || NEW.key); RETURN NULL; END $$;
  CREATE TRIGGER tell_bench AFTER INSERT ON bare_copy FOR EACH ROW EXECUTE FUNCTION tell_bare()`;

/** How long after a change its event stands in the audit log and among the live changes, from the first statement of the change on. */
export const outbox: Measurement = {
  name: "outbox",
  title: "Outbox, 50 events a second",
  async measure(bench, extent) {
    await bench.query(TELL);
    await bench.query(BARE);
    const listener = await bench.connect();
    await listener.query("LISTEN bench");
    const count = EVENTS[extent];
    const { audit = [], live = [] } = await lags(bench, listener, count, ["audit", "live"], (key) => [
      "INSERT INTO domain_event (name, actor, stream, payload) VALUES ('person.role-changed', 'bench', $1, $2)",
      [`person:${key}`, { personId: key, from: "staff", to: "head" }],
    ]);
    const stopCopying = await copyRows(bench);
    const { bare = [] } = await lags(bench, listener, count, ["bare"], (key) => [
      "INSERT INTO bare_event (key, payload) VALUES ($1, $2)",
      [key, { personId: key, from: "staff", to: "head" }],
    ]);
    await stopCopying();
    const row = (what: string, ours: readonly number[]) => ({
      what: `outbox to ${what}, lag p95 at ${PER_SECOND} events/s`,
      unit: "ms",
      ours: percentile(ours, 0.95),
      bare: percentile(bare, 0.95),
      goal: "50 ms or less",
    });
    return [row("audit log", audit), row("live changes", live)];
  },
};

/** Writes so many events at an even pace; the lag of each at each of those who shall get it. */
async function lags(
  bench: Bench,
  listener: Client,
  count: number,
  receivers: readonly string[],
  statement: (key: string) => [string, unknown[]],
): Promise<Record<string, number[]>> {
  const writer = await bench.connect();
  const began = new Map<string, number>();
  const measured: Record<string, number[]> = Object.fromEntries(receivers.map((name) => [name, []]));
  const all = Promise.withResolvers<undefined>();
  const hear = ({ payload = "" }: { payload?: string | undefined }) => {
    const [receiver = "", key = ""] = payload.split(" ");
    const start = began.get(key);
    if (start === undefined) return;
    measured[receiver]?.push(performance.now() - start);
    if (Object.values(measured).every((times) => times.length === count + WARM_UP)) all.resolve(undefined);
  };
  listener.on("notification", hear);
  const first = performance.now();
  for (let n = 0; n < count + WARM_UP; n += 1) {
    await pause(Math.max(0, first + (n * 1000) / PER_SECOND - performance.now()));
    const key = `bench-${receivers[0]}-${n}`;
    began.set(key, performance.now());
    await writer.query(...statement(key));
  }
  const late = setTimeout(() => all.reject(new Error("events did not arrive")), PATIENCE_MS);
  await all.promise;
  clearTimeout(late);
  listener.off("notification", hear);
  return Object.fromEntries(Object.entries(measured).map(([name, times]) => [name, times.slice(WARM_UP)]));
}

/** Copies rows from one bare table to the other whenever it is called; stops when told to. */
async function copyRows(bench: Bench): Promise<() => Promise<void>> {
  const copier = await bench.connect();
  let called = false;
  let copying: Promise<void> | undefined;
  const copy = async (): Promise<void> => {
    while (called) {
      called = false;
      await copier.query(
        `INSERT INTO bare_copy SELECT id, key, payload FROM bare_event
         WHERE id > (SELECT coalesce(max(event_id), 0) FROM bare_copy) ORDER BY id`,
      );
    }
    copying = undefined;
  };
  copier.on("notification", () => {
    called = true;
    copying ??= copy();
  });
  await copier.query("LISTEN bare");
  return async () => {
    await copier.query("UNLISTEN bare");
    await copying;
  };
}
