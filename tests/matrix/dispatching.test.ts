import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { AppError } from "../../appservice/src/errors.ts";
import type { Feature, Turn } from "../../appservice/src/http/define.ts";
import { MAX_ATTEMPTS } from "../../appservice/src/jobs/attempts.ts";
import type { Loop } from "../../appservice/src/jobs/loop.ts";
import { createLog } from "../../appservice/src/log/logger.ts";
import { createDispatcher } from "../../appservice/src/matrix/dispatcher.ts";
import type { MatrixEvent } from "../../appservice/src/matrix/events.ts";
import { insertEvents } from "../../appservice/src/matrix/incoming/store.ts";
import { type OwnDatabase, ownDatabase } from "../support/own-database.ts";
import { waitFor } from "../support/wait-for.ts";

let own: OwnDatabase;
beforeAll(async () => {
  own = await ownDatabase();
});
afterAll(() => own.drop());

/** How often somebody was told that an event stands. */
let parked = 0;
const running: Loop[] = [];
beforeEach(() => {
  parked = 0;
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((loop) => loop.stop()));
});

function dispatch(handle: (event: MatrixEvent, turn: Turn) => Promise<void>): Loop {
  const feature: Feature = { name: "test", routes: {}, handlers: {}, onMatrixEvent: { types: ["test"], handle } };
  const loop = createDispatcher({
    db: own.db,
    features: [feature],
    log: createLog("fatal"),
    onParked: () => {
      parked += 1;
      return Promise.resolve();
    },
  });
  running.push(loop);
  return loop;
}

const event = (room: string, body: string, type = "test"): MatrixEvent => ({
  event_id: `$${randomUUID()}`,
  room_id: room,
  type,
  sender: "@a:b",
  origin_server_ts: 0,
  content: { body },
});
const bodyOf = (each: MatrixEvent): string => String(each.content["body"]);

/** Writes a row through the turn, as a handler shall; which table does not matter. */
const write = async (each: MatrixEvent, { tx }: Turn): Promise<void> => {
  const row = { fingerprint: randomUUID(), transaction_id: each.room_id, body: bodyOf(each), problem: "" };
  await tx.insertInto("inbox_rejected").values(row).execute();
};
const effects = async (room: string) =>
  (
    await own.rows<{ body: string }>("SELECT body FROM inbox_rejected WHERE transaction_id = $1 ORDER BY id", [room])
  ).rows.map((row) => row.body);
const passTime = () => own.rows("UPDATE inbox_event SET next_attempt_at = now() WHERE next_attempt_at > now()");

describe("handing out events", () => {
  test("keeps the order of each room, and an event of a type that nobody wants is done at once", async () => {
    const room = `!${randomUUID()}`;
    const other = event(room, "unwanted", "other");
    await insertEvents(own.db, [event(room, "1"), event(room, "2"), other, event(room, "3")]);
    dispatch(async (each, turn) => {
      await write(each, turn);
    }).start();
    await waitFor("all are handled", async () => (await effects(room)).length === 3);
    expect(await effects(room)).toEqual(["1", "2", "3"]);
  });

  test("parks the room of an event that cannot be handled, and only that; a replay goes on in order", async () => {
    const [sick, well] = [`!${randomUUID()}`, `!${randomUUID()}`];
    let broken = true;
    await insertEvents(own.db, [event(sick, "1"), event(sick, "poison"), event(well, "1"), event(sick, "3")]);
    const loop = dispatch(async (each, turn) => {
      await write(each, turn);
      if (broken && bodyOf(each) === "poison") throw new Error("cannot be read");
    });
    loop.start();
    const standing = await waitFor("the room stands", async () => {
      await passTime();
      loop.wake();
      const { rows } = await own.rows<{ attempts: number; problem: string; room_id: string }>(
        "SELECT attempts, problem, room_id FROM inbox_event WHERE parked_at IS NOT NULL",
      );
      return rows.length > 0 && rows;
    });
    await waitFor("operators are told", () => parked > 0);
    expect(standing).toEqual([{ attempts: MAX_ATTEMPTS, problem: "cannot be read", room_id: sick }]);
    await insertEvents(own.db, [event(well, "2"), event(sick, "4")]);
    loop.wake();
    await waitFor("the other room goes on", async () => (await effects(well)).length === 2);
    // What the failing handler wrote before it threw is not there.
    expect(await effects(sick)).toEqual(["1"]);
    broken = false;
    await own.rows("UPDATE inbox_event SET attempts = 0, parked_at = NULL WHERE parked_at IS NOT NULL");
    loop.wake();
    await waitFor("the room goes on", async () => (await effects(sick)).length === 4);
    expect(await effects(sick)).toEqual(["1", "poison", "3", "4"]);
    expect(parked, "operators are told once").toBe(1);
  });

  test("does nothing twice when the connection is cut between the effect and the mark", async () => {
    const room = `!${randomUUID()}`;
    let cut = 3;
    await insertEvents(own.db, [event(room, "1"), event(room, "2")]);
    const loop = dispatch(async (each, turn) => {
      await write(each, turn);
      if (cut === 0) return;
      cut -= 1;
      const backend = turn.tx.selectNoFrom(({ fn }) => fn<number>("pg_backend_pid", []).as("pid"));
      await own.rows("SELECT pg_terminate_backend($1)", [(await backend.executeTakeFirstOrThrow()).pid]);
    });
    loop.start();
    await waitFor("both are handled", async () => {
      loop.wake();
      return (await effects(room)).length === 2;
    });
    expect(cut).toBe(0);
    expect(await effects(room)).toEqual(["1", "2"]);
  });

  test("waits for as long as the homeserver is away, and parks nothing", async () => {
    const room = `!${randomUUID()}`;
    let tries = 0;
    await insertEvents(own.db, [event(room, "1")]);
    const loop = dispatch(async (each, turn) => {
      tries += 1;
      if (tries <= MAX_ATTEMPTS + 1) throw new AppError("HOMESERVER_UNREACHABLE");
      await write(each, turn);
    });
    loop.start();
    await waitFor("it is handled in the end", async () => {
      loop.wake();
      return (await effects(room)).length === 1;
    });
    const { rows } = await own.rows("SELECT attempts FROM inbox_event WHERE room_id = $1", [room]);
    expect(rows).toEqual([{ attempts: 0 }]);
  });
});
