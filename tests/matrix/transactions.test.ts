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

describe("what the homeserver delivers", () => {
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
    expect(
      await waitFor("it is handled", async () => (await stored(one.event_id)).filter(({ handled }) => handled).length),
    ).toBe(1);
    expect(await stored(one.event_id)).toHaveLength(1);
  });

  test("does not stand still behind something that is no event", async () => {
    const good = event();
    const bad = [null, 7, {}, { event_id: 1 }, event({ event_id: "" }), event({ room_id: undefined })];
    expect(await deliver({ events: [...bad, good] })).toEqual({ status: 200, body: {} });
    expect(await stored(good.event_id)).toHaveLength(1);
  });

  test.each([
    ["no JSON", "{"],
    ["no list of events", "{}"],
    ["events that are no list", '{"events":7}'],
    ["a list at the top", "[]"],
  ])("is refused when it is %s, and nothing breaks", async (_, body) => {
    expect((await deliver(body)).status).toBe(400);
    expect((await deliver({ events: [] })).status).toBe(200);
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
