import { beforeAll, describe, expect, test } from "vitest";
import { api } from "../support/api.ts";
import { query } from "../support/database.ts";
import { arrivedGuest } from "../support/factories.ts";
import { openLive } from "../support/live.ts";
import { signIn, type User } from "../support/sign-in.ts";
import { waitFor } from "../support/wait-for.ts";

let head: User;
let staff: User;
beforeAll(async () => {
  head = await signIn("department_head");
  staff = await signIn("staff");
});

const noticeOf = (guestId: string) =>
  waitFor("the bell has it", async () => {
    const { items } = await api(head).call("GET /api/notifications", { query: { limit: 100 } });
    return items.find(({ fields }) => fields["guestId"] === guestId);
  });

describe("the bell", () => {
  test("tells whoever invited a guest that the guest arrived, at once and once, and nobody else", async () => {
    const stream = await openLive(head);
    const { guest } = await arrivedGuest(head);
    const notice = await noticeOf(guest.id);
    expect(notice).toMatchObject({ kind: "guest.arrived", read: false, fields: { name: guest.name } });
    await waitFor("the open window is told", () => stream.messages.some(({ data }) => data.topic === "notifications"));
    stream.close();
    const { items } = await api(head).call("GET /api/notifications", { query: { limit: 100 } });
    expect(items.filter(({ fields }) => fields["guestId"] === guest.id)).toHaveLength(1);
    const others = await api(staff).call("GET /api/notifications", { query: { limit: 100 } });
    expect(others.items.filter(({ fields }) => fields["guestId"] === guest.id)).toEqual([]);
  });

  test("is not rung twice by an event that is handed over once more", async () => {
    const { guest } = await arrivedGuest(head);
    await noticeOf(guest.id);
    const stream = `guest:${guest.id}`;
    await query("UPDATE outbox_delivery SET finished_at = NULL WHERE stream = $1 AND consumer = 'notifications'", [
      stream,
    ]);
    await waitFor("it is done again", async () => {
      const rows = await query("SELECT 1 FROM outbox_delivery WHERE stream = $1 AND finished_at IS NULL", [stream]);
      return rows.length === 0;
    });
    expect(await query("SELECT 1 FROM notice WHERE fields->>'guestId' = $1", [guest.id])).toHaveLength(1);
  });

  test("counts what is unread, and marking it twice does it once", async () => {
    const { guest } = await arrivedGuest(head);
    const notice = await noticeOf(guest.id);
    const before = await api(head).call("GET /api/notifications");
    expect(before.unread).toBeGreaterThan(0);
    const mark = () => api(head).call("PUT /api/notifications/read", { body: { upTo: notice.id } });
    expect(await mark()).toEqual({ unread: 0 });
    expect(await mark()).toEqual({ unread: 0 });
    expect((await noticeOf(guest.id)).read).toBe(true);
  });

  test("is one's own: nobody marks another's, and nobody without an account has one", async () => {
    const { guest } = await arrivedGuest(head);
    const notice = await noticeOf(guest.id);
    await api(staff).call("PUT /api/notifications/read", { body: { upTo: notice.id } });
    expect((await noticeOf(guest.id)).read).toBe(false);
    await expect(api("nobody").call("GET /api/notifications")).rejects.toMatchObject({ status: 401 });
    await expect(api("operator").call("GET /api/notifications")).rejects.toMatchObject({ status: 403 });
  });

  test.each([{}, { upTo: 0 }, { upTo: "all" }, { upTo: 1, more: true }])("refuses to mark %j", async (body) => {
    const answer = await api(head).raw("PUT", "/api/notifications/read", {
      body: JSON.stringify(body),
      headers: { "content-type": "application/json" },
    });
    expect(answer.status).toBe(400);
  });
});
