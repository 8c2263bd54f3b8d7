import { randomUUID } from "node:crypto";
import { dirname, join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { api } from "../support/api.ts";
import { query } from "../support/database.ts";
import { arrivedGuest, inviteGuest } from "../support/factories.ts";
import { runProgram } from "../support/run-program.ts";
import { signIn, type User } from "../support/sign-in.ts";
import { stack } from "../support/stack.ts";
import { waitFor } from "../support/wait-for.ts";

let admin: User;
let head: User;
beforeAll(async () => {
  admin = await signIn("admin");
  head = await signIn("department_head");
});

/** The audit item of a new guest, when it is done. */
async function doneItem() {
  const { guest } = await inviteGuest(head);
  return waitFor("the event is in the audit log", async () => {
    const { items } = await api(admin).call("GET /api/operations/items", {
      query: { stream: `guest:${guest.id}`, text: "audit", state: "done" },
    });
    return items.find(({ what, consumer }) => what === "guest.invited" && consumer === "audit");
  });
}

/** An event in the inbox that stands, as eight failures leave it, and one behind it. */
async function parkedItem(): Promise<{ id: string; eventId: string; room: string }> {
  const [eventId, room] = [`$${randomUUID()}`, `!${randomUUID()}`];
  for (const [id, parked] of [
    [eventId, true],
    [`${eventId}-next`, false],
  ] as const) {
    await query(
      `INSERT INTO inbox_event (event_id, room_id, type, event, attempts, parked_at, problem)
       VALUES ($1, $2, 'm.room.message', $3, $4, $5, $6)`,
      [
        id,
        room,
        JSON.stringify({
          event_id: id,
          room_id: room,
          type: "m.room.message",
          sender: "@a:b",
          origin_server_ts: 1,
          content: { body: "private words" },
        }),
        parked ? 8 : 0,
        parked ? new Date() : null,
        parked ? "cannot be read" : null,
      ],
    );
  }
  return { id: `inbox:${eventId}`, eventId, room };
}

describe("items", () => {
  test("are for administrators and the launcher", async () => {
    for (const role of ["staff", "auditor", "department_head"] as const) {
      const user = await signIn(role);
      await expect(api(user).call("GET /api/operations/items")).rejects.toMatchObject({ status: 403 });
      await expect(api(user).call("GET /api/operations/summary")).rejects.toMatchObject({ status: 403 });
    }
    const { user: guest } = await arrivedGuest(head);
    await expect(api(guest).call("GET /api/operations/items")).rejects.toMatchObject({ status: 403 });
    await expect(api("nobody").call("GET /api/operations/items")).rejects.toMatchObject({ status: 401 });
    expect((await api("operator").call("GET /api/operations/items")).items.length).toBeGreaterThan(0);
  });

  test("of a change tell their way from the record to whoever follows it", async () => {
    const { id } = await doneItem();
    const { item, timeline, content } = await api(admin).call("GET /api/operations/items/{itemId}", {
      params: { itemId: id },
    });
    expect(item).toMatchObject({ direction: "outbox", state: "done", attempts: 0, problem: null });
    expect(timeline.map(({ step }) => step)).toEqual(["recorded", "handled"]);
    expect(content).toHaveProperty("guestId");
  });

  test("come in pages, newest first, each once", async () => {
    await doneItem();
    const seen: string[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < 4; page += 1) {
      const answer = await api(admin).call("GET /api/operations/items", {
        query: { limit: 3, ...(cursor && { cursor }) },
      });
      seen.push(...answer.items.map(({ id }) => id));
      cursor = answer.nextCursor ?? undefined;
      if (cursor === undefined) break;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThan(3);
  });

  test.each(["?direction=up", "?state=lost", "?cursor=x", "?limit=0", "?limit=1000", "?other=1"])(
    "refuse the question %s",
    async (search) => {
      expect((await api(admin).raw("GET", `/api/operations/items${search}`)).status).toBe(400);
    },
  );

  test.each(["nonsense", "inbox:$unknown", "outbox:1:nobody", "rejected:999999999", "outbox:1"])(
    "that do not exist are not found: %s",
    async (itemId) => {
      const params = { itemId };
      await expect(api(admin).call("GET /api/operations/items/{itemId}", { params })).rejects.toMatchObject({
        status: 404,
      });
      await expect(
        api(admin).call("POST /api/operations/items/{itemId}/replay", { params, body: { expectedVersion: 0 } }),
      ).rejects.toMatchObject({ status: 404 });
    },
  );

  test("that were rejected can be looked at, and not handed over", async () => {
    const mark = randomUUID();
    await fetch(`${stack().service}/_matrix/app/v1/transactions/${randomUUID()}`, {
      method: "PUT",
      headers: { authorization: `Bearer ${stack().settings.homeserver.hsToken}`, "content-type": "application/json" },
      body: JSON.stringify({ events: [{ mark }] }),
    });
    const { items } = await api(admin).call("GET /api/operations/items", {
      query: { direction: "inbox", state: "rejected", text: mark },
    });
    expect(items).toMatchObject([{ state: "rejected", direction: "inbox" }]);
    const params = { itemId: items[0]?.id ?? "" };
    expect((await api(admin).call("GET /api/operations/items/{itemId}", { params })).content).toEqual({
      body: JSON.stringify({ mark }),
    });
    await expect(
      api(admin).call("POST /api/operations/items/{itemId}/replay", { params, body: { expectedVersion: 0 } }),
    ).rejects.toMatchObject({ status: 409, code: "REPLAY_IMPOSSIBLE" });
  });
});

test("an event that stands is told as such: in health, and in the figures", async () => {
  const { eventId } = await parkedItem();
  const { checks } = await api(admin).call("GET /api/admin/health");
  expect(checks.find(({ name }) => name === "events")).toMatchObject({
    state: "degraded",
    code: "EVENTS_PARKED",
    fields: { reason: "cannot be read" },
  });
  const figures = await fetch(`${stack().service}/metrics`, {
    headers: { authorization: `Bearer ${stack().settings.metricsToken}` },
  });
  expect(await figures.text()).toMatch(/^portico_inbox_events\{state="parked"\} [1-9]/m);
  await query("DELETE FROM inbox_event WHERE event_id LIKE $1", [`${eventId}%`]);
  const after = (await api(admin).call("GET /api/admin/health")).checks.find(({ name }) => name === "events");
  expect(after?.code).not.toBe("EVENTS_PARKED");
});

describe("handing over once more", () => {
  test("lets a stream that stands go on, once however often it is pressed, and is recorded", async () => {
    const { id, room, eventId } = await parkedItem();
    const params = { itemId: id };
    const before = await api(admin).call("GET /api/operations/items/{itemId}", { params });
    expect(before).toMatchObject({ item: { state: "parked", attempts: 8, problem: "cannot be read" }, behind: 1 });
    expect(JSON.stringify(before)).not.toContain("private words");
    expect((await api(admin).call("GET /api/operations/summary")).inbox.parked).toBeGreaterThan(0);

    const press = () =>
      api(admin).call("POST /api/operations/items/{itemId}/replay", {
        params,
        body: { expectedVersion: before.item.version },
      });
    const presses = await Promise.allSettled([press(), press(), press()]);
    expect(presses.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const refused of presses.filter((each) => each.status === "rejected")) {
      expect(refused.reason).toMatchObject({ status: 409, code: "VERSION_CONFLICT" });
    }
    await waitFor("the whole stream is handled", async () => {
      const rows = await query<{ done: boolean }>(
        "SELECT handled_at IS NOT NULL AS done FROM inbox_event WHERE room_id = $1",
        [room],
      );
      return rows.length === 2 && rows.every(({ done }) => done);
    });
    const { item, timeline } = await api(admin).call("GET /api/operations/items/{itemId}", { params });
    expect(item.state).toBe("done");
    expect(timeline.filter(({ step }) => step === "replayed")).toMatchObject([{ detail: admin.userId }]);
    await waitFor("the audit log has it", async () => {
      const rows = await query(
        "SELECT 1 FROM audit_entry WHERE name = 'operations.item-replayed' AND payload->>'itemId' = $1",
        [`inbox:${eventId}`],
      );
      return rows.length === 1;
    });
  });

  test("doubles nothing that was done", async () => {
    const item = await doneItem();
    await api(admin).call("POST /api/operations/items/{itemId}/replay", {
      params: { itemId: item.id },
      body: { expectedVersion: item.version },
    });
    const eventId = Number(item.id.split(":")[1]);
    await waitFor("it is done again", async () => {
      const { item: now } = await api(admin).call("GET /api/operations/items/{itemId}", {
        params: { itemId: item.id },
      });
      return now.state === "done" && now.version === 1;
    });
    expect(await query("SELECT 1 FROM audit_entry WHERE event_id = $1", [eventId])).toHaveLength(1);
  });

  test("is refused to others, and without a version", async () => {
    const { id } = await parkedItem();
    const path = `/api/operations/items/${encodeURIComponent(id)}/replay`;
    const init = { body: "{}", headers: { "content-type": "application/json" } };
    expect((await api("nobody").raw("POST", path, init)).status).toBe(401);
    expect((await api(head).raw("POST", path, init)).status).toBe(403);
    expect((await api(admin).raw("POST", path, init)).status).toBe(400);
    await query("DELETE FROM inbox_event WHERE event_id LIKE $1", [`${id.slice("inbox:".length)}%`]);
  });
});

describe("the command", () => {
  // The data stand beside the configuration that they belong to.
  const config = () => join(dirname(stack().data), "portico.yaml");
  const inspect = (...args: string[]) =>
    runProgram(process.execPath, [
      "--disable-warning=ExperimentalWarning",
      "config/src/cli.ts",
      "inspect",
      "--config",
      config(),
      ...args,
    ]);

  test("lists, shows one item and hands it over", async () => {
    const { id } = await parkedItem();
    const list = await inspect("--state", "parked", "--json");
    expect((JSON.parse(list.output) as { id: string }[]).map((item) => item.id)).toContain(id);
    expect(list.code).toBe(1);
    const shown = await inspect(id);
    expect(shown.output).toContain("cannot be read");
    const replayed = await inspect("--replay", id, "--json");
    expect((JSON.parse(replayed.output) as { item: { version: number } }).item.version).toBe(1);
    const unknown = await inspect("inbox:$nothing");
    expect(unknown.output).toContain("There is no such item");
  });
});
