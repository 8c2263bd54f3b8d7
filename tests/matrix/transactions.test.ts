import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { query } from "../support/database.ts";
import { departmentRoom } from "../support/guest-world.ts";
import { signIn } from "../support/sign-in.ts";
import { stack } from "../support/stack.ts";
import { waitFor } from "../support/wait-for.ts";

let roomId: string;
beforeAll(async () => {
  roomId = await departmentRoom(await signIn("staff"));
});

/** An event as the homeserver delivers it; nobody has sent it. */
const event = (change: Record<string, unknown> = {}) => ({
  event_id: `$${randomUUID().replaceAll("-", "")}`,
  room_id: roomId,
  sender: `@nobody:${stack().settings.serverName}`,
  type: "m.room.message",
  origin_server_ts: Date.now(),
  content: { msgtype: "m.text", body: "delivered" },
  ...change,
});

async function deliver(
  body: unknown,
  { token = stack().settings.homeserver.hsToken, txn = randomUUID() }: { token?: string; txn?: string } = {},
) {
  const answer = await fetch(`${stack().service}/_matrix/app/v1/transactions/${txn}`, {
    method: "PUT",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

const stored = (eventId: string) =>
  query<{ handled: boolean }>("SELECT handled_at IS NOT NULL AS handled FROM inbox_event WHERE event_id = $1", [
    eventId,
  ]);

describe("what the homeserver delivers", { timeout: 120_000 }, () => {
  test("is stored once and handled, however often it comes and in whatever transaction", async () => {
    const one = event();
    const txn = randomUUID();
    expect(await deliver({ events: [one] }, { txn })).toEqual({ status: 200, body: {} });
    const again = [
      deliver({ events: [one] }, { txn }),
      deliver({ events: [one] }),
      deliver({ events: [one, one] }),
      deliver({ events: [event(), one] }),
    ];
    for (const { status } of await Promise.all(again)) expect(status).toBe(200);
    await waitFor("it is handled", async () => (await stored(one.event_id)).some(({ handled }) => handled));
    expect(await stored(one.event_id)).toHaveLength(1);
  });

  test("does not stand still behind something that is no event", async () => {
    const good = event();
    const mark = randomUUID();
    const withoutId = event({ event_id: undefined, mark });
    const bad = [
      null,
      7,
      {},
      { event_id: 1 },
      event({ event_id: "" }),
      event({ room_id: undefined }),
      event({ event_id: `$nul\0${mark}` }),
      event({ sender: `@half\ud800${mark}:x` }),
      event({ content: undefined }),
      withoutId,
      withoutId,
    ];
    expect(await deliver({ events: [...bad, good] })).toEqual({ status: 200, body: {} });
    expect(await deliver({ events: [withoutId, good] })).toEqual({ status: 200, body: {} });
    expect(await stored(good.event_id)).toHaveLength(1);
    const kept = await query<{ problem: string }>("SELECT problem FROM inbox_rejected WHERE body LIKE $1", [
      `%${mark}%`,
    ]);
    expect(kept).toHaveLength(3);
    expect(kept.some(({ problem }) => problem.includes("event_id"))).toBe(true);
  });

  test.each([
    ["no list of events", (mark: string) => ({ mark })],
    ["events that are no list", (mark: string) => ({ events: 7, mark })],
    ["a list at the top", (mark: string) => [mark]],
    ["a text", (mark: string) => mark],
  ])("does not stand still behind a body that is %s: it is kept for an operator", async (_, body) => {
    const mark = randomUUID();
    expect((await deliver(JSON.stringify(body(mark)))).status).toBe(200);
    expect(await query("SELECT 1 FROM inbox_rejected WHERE body LIKE $1", [`%${mark}%`])).toHaveLength(1);
  });

  test.each([
    ["cut off", '{"events":['],
    ["empty", ""],
  ])("comes again when the body is %s: it was not taken", async (_, body) => {
    expect((await deliver(body)).status).toBe(400);
    expect((await deliver({ events: [] })).status).toBe(200);
  });

  test("may be 5,000 events at once, of which each is handled once, though they come twice and in another order", async () => {
    const mark = randomUUID();
    const events = Array.from({ length: 5_000 }, (_, index) =>
      event({ room_id: `!${mark}-${index % 50}`, type: index % 2 === 0 ? "m.room.member" : `unknown.${index % 7}` }),
    );
    const [first, second] = [deliver({ events }), deliver({ events: events.toReversed() })];
    expect((await first).status).toBe(200);
    expect((await second).status).toBe(200);
    const count = async () =>
      (
        await query<{ all: number; handled: number }>(
          `SELECT count(*)::int AS all, count(handled_at)::int AS handled FROM inbox_event WHERE room_id LIKE $1`,
          [`!${mark}-%`],
        )
      )[0];
    await waitFor("all are handled", async () => (await count())?.handled === 5_000, 90_000);
    expect(await count()).toEqual({ all: 5_000, handled: 5_000 });
  });

  test("is kept as it is, whatever its texts hold", async () => {
    const odd = event({
      content: { nul: "a\0b", half: "\ud800", long: "x".repeat(64_000), deep: { list: [1, null, "ü 漢字 👩‍👩‍👧"] } },
      state_key: "k".repeat(65_000),
      type: "org.example.odd",
    });
    expect((await deliver({ events: [odd] })).status).toBe(200);
    const [row] = await query<{ event: Record<string, unknown> }>("SELECT event FROM inbox_event WHERE event_id = $1", [
      odd.event_id,
    ]);
    expect(row?.event).toEqual(JSON.parse(JSON.stringify(odd)));
    await waitFor("it is handled", async () => (await stored(odd.event_id))[0]?.handled);
  });

  test("is taken from the homeserver only", async () => {
    const one = event();
    for (const token of ["wrong", "", stack().settings.homeserver.asToken, stack().settings.operatorToken]) {
      const { status, body } = await deliver({ events: [one] }, { token });
      expect([401, 403]).toContain(status);
      expect(body["errcode"]).toBe("M_FORBIDDEN");
    }
    expect(await stored(one.event_id)).toEqual([]);
  });

  test("cannot be sent through the address of the browsers", async () => {
    const one = event();
    const answer = await fetch(`${stack().web}/_matrix/app/v1/transactions/${randomUUID()}`, {
      method: "PUT",
      headers: { authorization: `Bearer ${stack().settings.homeserver.hsToken}`, "content-type": "application/json" },
      body: JSON.stringify({ events: [one] }),
    });
    expect(answer.status).toBe(404);
    expect(await stored(one.event_id)).toEqual([]);
  });
});
