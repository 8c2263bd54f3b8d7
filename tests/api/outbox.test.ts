import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { inTransaction } from "../../appservice/src/db/connection.ts";
import { createListener } from "../../appservice/src/db/listen.ts";
import { recordEvent } from "../../appservice/src/db/record-event.ts";
import { AppError } from "../../appservice/src/errors.ts";
import { auditConsumer } from "../../appservice/src/features/audit/consumer.ts";
import { MAX_ATTEMPTS } from "../../appservice/src/jobs/attempts.ts";
import type { Worker } from "../../appservice/src/jobs/loop.ts";
import { createLog } from "../../appservice/src/log/logger.ts";
import { insertEvents } from "../../appservice/src/matrix/incoming/store.ts";
import { createMatrixConsumer } from "../../appservice/src/matrix/outgoing/consumer.ts";
import { insertSends, listSends, markAcknowledged, markSent } from "../../appservice/src/matrix/outgoing/store.ts";
import type { MessageSender, OutgoingEvent } from "../../appservice/src/matrix/ports.ts";
import type { Consumer, DatabaseConsumer, RecordedEvent } from "../../appservice/src/outbox/consumer.ts";
import { createOutboxFeed, type OutboxFeed } from "../../appservice/src/outbox/outbox.ts";
import type { Outbox } from "../../appservice/src/outbox/reactions.ts";
import { type OwnDatabase, ownDatabase } from "../support/own-database.ts";
import { waitFor } from "../support/wait-for.ts";

let own: OwnDatabase;
beforeAll(async () => {
  own = await ownDatabase();
});
afterAll(() => own.drop());

/** How often somebody was told that an event stands. */
let parked = 0;
const running: Worker[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((feed) => feed.stop()));
});
beforeEach(async () => {
  parked = 0;
  await own.rows("DELETE FROM matrix_send");
  await own.rows("DELETE FROM outbox_delivery");
});

async function feed(...consumers: Consumer[]): Promise<OutboxFeed> {
  const made = createOutboxFeed({
    db: own.db,
    log: createLog("fatal"),
    consumers,
    onParked: () => {
      parked += 1;
      return Promise.resolve();
    },
  });
  const nothing = () => undefined;
  const listener = createListener(
    own.url,
    { inbox: nothing, live: nothing, rooms: nothing, bridges: nothing, outbox: () => made.wake() },
    createLog("fatal"),
  );
  listener.start();
  running.push(made, listener);
  await made.open();
  return made;
}

const SOMEBODY = { kind: "system", name: "test" } as const;
/** A fact of one guest's stream; `step` tells facts of one stream apart. */
const fact = (guestId: string, step: string) =>
  inTransaction(own.db, (tx) => recordEvent(tx, SOMEBODY, "guest.invited", { guestId, customerId: step }));
const stepOf = (event: RecordedEvent): string => (event as RecordedEvent<"guest.invited">).payload.customerId;
const guestOf = (event: RecordedEvent): string => (event as RecordedEvent<"guest.invited">).payload.guestId;

/** A consumer that remembers what it was given, and refuses what `refuse` names. */
function collector(refuse: (event: RecordedEvent) => Error | undefined = () => undefined) {
  const seen: RecordedEvent[] = [];
  const consumer: Consumer = {
    kind: "outside",
    name: "collector",
    wants: ["guest.invited"],
    deliver(event) {
      const error = refuse(event);
      if (error !== undefined) return Promise.reject(error);
      seen.push(event);
      return Promise.resolve();
    },
  };
  return { consumer, seen, stepsOf: (guestId: string) => seen.filter((each) => guestOf(each) === guestId).map(stepOf) };
}

const deliveries = async (consumer: string) =>
  (
    await own.rows<{ stream: string; attempts: number; parked: boolean; finished: boolean; problem: string | null }>(
      `SELECT stream, attempts, parked_at IS NOT NULL AS parked, finished_at IS NOT NULL AS finished, problem
       FROM outbox_delivery WHERE consumer = $1 ORDER BY position`,
      [consumer],
    )
  ).rows;

/** Lets every pause be over, as time would. */
const passTime = () => own.rows("UPDATE outbox_delivery SET next_attempt_at = now() WHERE next_attempt_at > now()");

describe("an event", () => {
  test("reaches a consumer if and only if its transaction was committed", async () => {
    const { consumer, seen } = collector();
    (await feed(consumer)).start();
    await expect(
      inTransaction(own.db, async (tx) => {
        await recordEvent(tx, SOMEBODY, "guest.invited", { guestId: "a", customerId: "taken back" });
        throw new Error("taken back");
      }),
    ).rejects.toThrow("taken back");
    await fact("a", "kept");
    await waitFor("it is delivered", () => seen.length > 0);
    expect(seen.map(stepOf)).toEqual(["kept"]);
  });

  test("that was recorded while nobody worked is delivered when somebody does", async () => {
    const { consumer, seen } = collector();
    const made = await feed(consumer);
    await fact("a", "1");
    await fact("a", "2");
    made.start();
    await waitFor("both are delivered", () => seen.length === 2);
    expect(seen.map(stepOf)).toEqual(["1", "2"]);
  });

  test("is delivered within moments, without anybody polling", async () => {
    const { consumer, seen } = collector();
    (await feed(consumer)).start();
    await fact("warm", "up");
    await waitFor("the first is delivered", () => seen.length === 1);
    const started = performance.now();
    await fact("a", "now");
    await waitFor("it is delivered", () => seen.length === 2);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

describe("order", () => {
  test("within a stream is the order in which the transactions were committed, however they overlap", async () => {
    const { consumer, stepsOf } = collector();
    const made = await feed(consumer);
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let recorded: () => void = () => undefined;
    const begun = new Promise<void>((resolve) => {
      recorded = resolve;
    });
    // Takes the lower number first and commits last.
    const slow = inTransaction(own.db, async (tx) => {
      await recordEvent(tx, SOMEBODY, "guest.invited", { guestId: "a", customerId: "slow" });
      recorded();
      await held;
    });
    await begun;
    made.start();
    await fact("a", "quick");
    await waitFor("the quick one is delivered", () => stepsOf("a").length === 1);
    release();
    await slow;
    await fact("a", "after");
    await waitFor("all are delivered", () => stepsOf("a").length === 3);
    expect(stepsOf("a")).toEqual(["quick", "slow", "after"]);
  });

  test("holds under many writers of many streams", async () => {
    const { consumer, seen } = collector();
    (await feed(consumer)).start();
    const committed = new Map<string, string[]>();
    await Promise.all(
      Array.from({ length: 8 }, async (_, writer) => {
        for (let step = 0; step < 25; step += 1) await fact(`guest-${(writer + step) % 5}`, `${writer}.${step}`);
      }),
    );
    await waitFor("all are delivered", () => seen.length === 200);
    const rows = await own.rows<{ stream: string; step: string }>(
      `SELECT d.stream, e.payload->>'customerId' AS step FROM outbox_delivery d JOIN domain_event e ON e.id = d.event_id
       ORDER BY d.position`,
    );
    for (const { stream, step } of rows.rows) committed.set(stream, [...(committed.get(stream) ?? []), step]);
    for (const [stream, steps] of committed) {
      expect(seen.filter((event) => event.stream === stream).map(stepOf)).toEqual(steps);
    }
    for (let writer = 0; writer < 8; writer += 1) {
      const own = seen.filter((event) => stepOf(event).startsWith(`${writer}.`) && event.stream === `guest:guest-0`);
      const steps = own.map((event) => Number(stepOf(event).split(".")[1]));
      expect(steps).toEqual(steps.toSorted((left, right) => left - right));
    }
  });
});

describe("an event that cannot be handled", () => {
  test("parks its own stream after so many attempts; the others go on; a replay lets the stream go on in order", async () => {
    let broken = true;
    const { consumer, stepsOf } = collector((event) =>
      broken && stepOf(event) === "poison" ? new Error("cannot be read") : undefined,
    );
    const made = await feed(consumer);
    made.start();
    await fact("sick", "1");
    await fact("sick", "poison");
    await fact("sick", "3");
    await fact("well", "1");
    await waitFor("the other stream is delivered", () => stepsOf("well").length === 1);
    await waitFor("the stream stands", async () => {
      await passTime();
      made.wake();
      return (await deliveries("collector")).some((row) => row.parked);
    });
    await waitFor("operators are told", () => parked > 0);
    const poisoned = (await deliveries("collector")).find((row) => row.parked);
    expect(poisoned).toMatchObject({ stream: "guest:sick", attempts: MAX_ATTEMPTS, problem: "cannot be read" });
    await fact("well", "2");
    await fact("sick", "4");
    await waitFor("the other stream goes on", () => stepsOf("well").length === 2);
    expect(stepsOf("sick")).toEqual(["1"]);
    broken = false;
    await own.rows("UPDATE outbox_delivery SET attempts = 0, parked_at = NULL WHERE parked_at IS NOT NULL");
    made.wake();
    await waitFor("the stream goes on", () => stepsOf("sick").length === 4);
    expect(stepsOf("sick")).toEqual(["1", "poison", "3", "4"]);
    expect(parked, "operators are told once").toBe(1);
  });

  test("is never parked for an outage: it waits for as long as it takes", async () => {
    let away = true;
    let tries = 0;
    const { consumer, seen } = collector(() => {
      tries += 1;
      return away ? new AppError("HOMESERVER_UNREACHABLE") : undefined;
    });
    const made = await feed(consumer);
    made.start();
    await fact("a", "1");
    await waitFor(
      "it was tried more often than a failure would be",
      () => {
        made.wake();
        return tries > MAX_ATTEMPTS + 1;
      },
      30_000,
    );
    expect(await deliveries("collector")).toMatchObject([
      { attempts: 0, parked: false, finished: false, problem: "The homeserver does not answer" },
    ]);
    away = false;
    made.wake();
    await waitFor("it is delivered", () => seen.length === 1, 30_000);
  });

  test("does not stop the good ones that were taken along with it", async () => {
    const applied: string[] = [];
    const picky: DatabaseConsumer = {
      kind: "database",
      name: "picky",
      wants: ["guest.invited"],
      apply(_tx, events) {
        if (events.some((event) => stepOf(event) === "poison")) return Promise.reject(new Error("cannot be read"));
        applied.push(...events.map((event) => `${guestOf(event)}.${stepOf(event)}`));
        return Promise.resolve();
      },
    };
    const made = await feed(picky);
    for (const [guest, step] of [
      ["a", "1"],
      ["b", "poison"],
      ["b", "2"],
      ["a", "2"],
    ] as const)
      await fact(guest, step);
    made.start();
    const rows = await waitFor("the good stream is handled", async () => {
      const found = await deliveries("picky");
      return found.filter(({ stream, finished }) => stream === "guest:a" && finished).length === 2 && found;
    });
    expect(applied).toEqual(["a.1", "a.2"]);
    expect(rows.filter((row) => !row.finished)).toHaveLength(2);
  });
});

describe("the audit log", () => {
  test("has every event once, chained, and cannot be changed", async () => {
    (await feed(auditConsumer)).start();
    for (let step = 0; step < 20; step += 1) await fact("audited", String(step));
    const entries = await waitFor("all are there", async () => {
      const { rows } = await own.rows<{ step: string; hash: string }>(
        "SELECT payload->>'customerId' AS step, hash FROM audit_entry WHERE subject = 'guest:audited' ORDER BY id",
      );
      return rows.length >= 20 && rows;
    });
    expect(entries.map(({ step }) => step)).toEqual(Array.from({ length: 20 }, (_, step) => String(step)));
    expect(new Set(entries.map(({ hash }) => hash)).size).toBe(20);
    for (const statement of ["UPDATE audit_entry SET actor = 'x'", "DELETE FROM audit_entry", "TRUNCATE audit_entry"]) {
      await expect(own.rows(statement)).rejects.toThrow("never changed");
    }
  });

  test("survives a crash between the entry and its mark", async () => {
    // What a crash leaves: nothing, because both are one transaction. A worker that dies in the middle of a batch:
    let died = false;
    const dying: DatabaseConsumer = {
      ...auditConsumer,
      async apply(tx, events) {
        await auditConsumer.apply(tx, events);
        await own.rows(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND state = 'idle in transaction'",
        );
        died = true;
      },
    };
    const first = await feed(dying);
    await fact("crash", "1");
    await fact("crash", "2");
    first.start();
    await waitFor("it has died", () => died);
    await Promise.all(running.splice(0).map((worker) => worker.stop()));
    (await feed(auditConsumer)).start();
    const count = () =>
      own.rows<{ n: number }>("SELECT count(*)::int AS n FROM audit_entry WHERE subject = 'guest:crash'");
    await waitFor("both are there", async () => (await count()).rows[0]?.n === 2);
    expect((await deliveries("audit")).every((row) => row.finished)).toBe(true);
  });
});

describe("a Matrix send", () => {
  /** A homeserver that forgets transaction ids, as a restarted one does, and can lose its answers. */
  function homeserver() {
    const room: { id: string; transactionId: string; content: Record<string, unknown> }[] = [];
    let losing = 0;
    const sender: MessageSender = {
      send(event: OutgoingEvent) {
        const id = `$${room.length}`;
        room.push({ id, transactionId: event.transactionId, content: event.content });
        if (losing > 0) {
          losing -= 1;
          return Promise.reject(new Error("the answer was lost"));
        }
        return Promise.resolve(id);
      },
      find: ({ transactionId }) =>
        Promise.resolve(room.find((event) => event.content["org.portico.transaction"] === transactionId)?.id),
    };
    return {
      sender,
      room,
      loseAnswers: (count: number): void => {
        losing = count;
      },
    };
  }

  const twoMessages: Outbox = {
    "guest.invited": {
      messages: ({ payload }) =>
        ["first", "second"].map((body) => ({
          roomId: "!room",
          content: { msgtype: "m.notice", body: `${payload.customerId} ${body}` },
        })),
    },
  };

  test("happens once, in order, though answers are lost and the homeserver forgets transaction ids", async () => {
    const { sender, room, loseAnswers } = homeserver();
    const made = await feed(createMatrixConsumer(own.db, sender, [twoMessages]));
    loseAnswers(2);
    made.start();
    await fact("a", "1");
    await fact("a", "2");
    await waitFor("all are sent", async () => {
      await passTime();
      made.wake();
      return (await deliveries("matrix")).filter((row) => row.finished).length === 2;
    });
    expect(room.map((event) => event.content["body"])).toEqual(["1 first", "1 second", "2 first", "2 second"]);
    expect(new Set(room.map((event) => event.transactionId)).size).toBe(4);
  });

  test("that comes back while it is still being noted is noted as come back", async () => {
    const { consumer } = collector();
    await feed(consumer);
    await fact("a", "1");
    const { event_id: cause } = await own.db.selectFrom("outbox_delivery").select("event_id").executeTakeFirstOrThrow();
    await insertSends(own.db, cause, [{ roomId: "!room", content: {} }]);
    const [send] = await listSends(own.db, cause);
    let noted: Promise<void> = Promise.resolve();
    await inTransaction(own.db, async (tx) => {
      await tx.selectFrom("matrix_send").select("ordinal").forUpdate().execute();
      noted = markSent(own.db, send!.transaction_id, "$back");
      await waitFor("it is being noted", () => own.waitsForLock());
      await insertEvents(own.db, [
        { event_id: "$back", room_id: "!room", type: "x", sender: "@a:b", origin_server_ts: 0, content: {} },
      ]);
      await markAcknowledged(own.db, ["$back"]);
    });
    await noted;
    expect(await listSends(own.db, cause)).toMatchObject([
      { matrix_event_id: "$back", acknowledged_at: expect.any(Date) as Date },
    ]);
  });

  test("is not doubled by handing the event over once more", async () => {
    const { sender, room } = homeserver();
    const made = await feed(createMatrixConsumer(own.db, sender, [twoMessages]));
    made.start();
    await fact("a", "1");
    const sent = () =>
      own.rows<{ n: number }>("SELECT count(*)::int AS n FROM matrix_send WHERE matrix_event_id IS NOT NULL");
    await waitFor("it is sent", async () => (await sent()).rows[0]?.n === 2);
    await waitFor("it is finished", async () => (await deliveries("matrix")).every((row) => row.finished));
    await own.rows("UPDATE outbox_delivery SET finished_at = NULL");
    made.wake();
    await waitFor("it is finished again", async () => (await deliveries("matrix")).every((row) => row.finished));
    expect(room).toHaveLength(2);
  });
});
