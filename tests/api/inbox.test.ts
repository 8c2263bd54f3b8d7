import { beforeAll, describe, expect, test } from "vitest";
import { api } from "../support/api.ts";
import { query } from "../support/database.ts";
import { arrivedGuest, inviteGuest } from "../support/factories.ts";
import { openLive } from "../support/live.ts";
import { signIn, type User } from "../support/sign-in.ts";
import { waitFor } from "../support/wait-for.ts";

const DAY_MS = 86_400_000;
const inDays = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString();

let head: User;
let sales: User;
let staff: User;
beforeAll(async () => {
  [head, sales, staff] = await Promise.all([signIn("department_head"), signIn("sales"), signIn("staff")]);
});

const itemFor = async (user: User, id: string) => {
  const { items } = await api(user).call("GET /api/inbox");
  return items.find((item) => item.kind === "guest" && item.id === id);
};
const endLinks = (userId: string) =>
  query("UPDATE one_time_link SET expires_at = now() - interval '1 hour' WHERE user_id = $1", [userId]);

describe("the inbox", () => {
  test("lists a guest whose access ends soon to who answers for the guest, and to nobody else", async () => {
    const { guest } = await arrivedGuest(head, { accountDays: 3 });
    expect(await itemFor(head, guest.id)).toMatchObject({ dueAt: guest.expiresAt, text: guest.customer.name });
    for (const other of [sales, staff, await signIn("admin")]) expect(await itemFor(other, guest.id)).toBeUndefined();
  });

  test("lets go of it when the access is prolonged, and tells open windows", async () => {
    const { guest } = await arrivedGuest(head, { accountDays: 3 });
    const stream = await openLive(head);
    await api(head).call("PUT /api/guests/{guestId}/end", {
      params: { guestId: guest.id },
      body: { expiresAt: inDays(60) },
    });
    await waitFor("the window is told", () => stream.messages.some(({ data }) => data.topic === "inbox"));
    stream.close();
    expect(await itemFor(head, guest.id)).toBeUndefined();
  });

  test("lists an invitation once its link ran out unused, until there is another link", async () => {
    const { guest } = await inviteGuest(head);
    expect(await itemFor(head, guest.id)).toBeUndefined();
    await endLinks(guest.userId);
    const item = await itemFor(head, guest.id);
    expect(item?.dueAt).toBeUndefined();
    expect(Date.parse(item?.at ?? "")).toBeLessThan(Date.now());
    await api(head).call("POST /api/guests/{guestId}/links", { params: { guestId: guest.id } });
    expect(await itemFor(head, guest.id)).toBeUndefined();
  });

  test("counts what it lists, and what has ended waits for nobody", async () => {
    const { guest } = await arrivedGuest(head, { accountDays: 2 });
    const { items, counts, total, complete } = await api(head).call("GET /api/inbox");
    expect(complete).toBe(true);
    expect(items).toHaveLength(total);
    expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(total);
    await api(head).call("DELETE /api/guests/{guestId}", { params: { guestId: guest.id } });
    expect(await itemFor(head, guest.id)).toBeUndefined();
  });

  test("is one's own: a guest has an empty one, and nobody without an account has any", async () => {
    const { user } = await arrivedGuest(head);
    expect(await api(user).call("GET /api/inbox")).toMatchObject({ items: [], total: 0 });
    await expect(api("nobody").call("GET /api/inbox")).rejects.toMatchObject({ status: 401 });
    await expect(api("operator").call("GET /api/inbox")).rejects.toMatchObject({ status: 403 });
  });
});

describe("prolonging a guest's access", () => {
  const prolong = (user: User, guestId: string, expiresAt: string) =>
    api(user).call("PUT /api/guests/{guestId}/end", { params: { guestId }, body: { expiresAt } });

  test("moves its end, once however often it is asked for", async () => {
    const { guest, user } = await arrivedGuest(head, { accountDays: 3 });
    const expiresAt = inDays(30);
    for (let times = 0; times < 2; times += 1) {
      expect(await prolong(head, guest.id, expiresAt)).toMatchObject({ expiresAt, state: "active" });
    }
    expect((await api(user).call("GET /api/session")).guest?.expiresAt).toBe(expiresAt);
    const events = await query(
      "SELECT 1 FROM domain_event WHERE name = 'guest.prolonged' AND payload->>'guestId' = $1",
      [guest.id],
    );
    expect(events).toHaveLength(1);
  });

  test("is refused to those who do not answer for the guest, as if there were none", async () => {
    const { guest, user } = await arrivedGuest(head);
    await expect(prolong(sales, guest.id, inDays(60))).rejects.toMatchObject({ status: 404, code: "NOT_FOUND" });
    for (const other of [staff, user]) {
      await expect(prolong(other, guest.id, inDays(60))).rejects.toMatchObject({ status: 403 });
    }
    await expect(
      api("nobody").call("PUT /api/guests/{guestId}/end", {
        params: { guestId: guest.id },
        body: { expiresAt: inDays(60) },
      }),
    ).rejects.toMatchObject({ status: 401 });
    const seen = await api(head).call("GET /api/guests/{guestId}", { params: { guestId: guest.id } });
    expect(seen.expiresAt).toBe(guest.expiresAt);
    await expect(api(sales).call("GET /api/guests/{guestId}", { params: { guestId: guest.id } })).rejects.toMatchObject(
      { status: 404 },
    );
  });

  test("neither shortens nor reaches too far, and does not bring back what has ended", async () => {
    const { guest } = await arrivedGuest(head, { accountDays: 20 });
    for (const days of [-1, 3, 366]) {
      await expect(prolong(head, guest.id, inDays(days))).rejects.toMatchObject({
        status: 422,
        code: "GUEST_END_OUT_OF_RANGE",
      });
    }
    await api(head).call("DELETE /api/guests/{guestId}", { params: { guestId: guest.id } });
    await expect(prolong(head, guest.id, inDays(40))).rejects.toMatchObject({ status: 409, code: "GUEST_ENDED" });
  });

  test.each([{}, { expiresAt: "tomorrow" }, { expiresAt: "2027-01-01T00:00:00Z", more: true }])(
    "refuses %j",
    async (body) => {
      const { guest } = await inviteGuest(head);
      const answer = await api(head).raw("PUT", `/api/guests/${guest.id}/end`, {
        body: JSON.stringify(body),
        headers: { "content-type": "application/json" },
      });
      expect(answer.status).toBe(400);
    },
  );
});
