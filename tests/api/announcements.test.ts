import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { api } from "../support/api.ts";
import { query } from "../support/database.ts";
import { arrivedGuest, uniqueName } from "../support/factories.ts";
import { runTimer } from "../support/jobs.ts";
import { matrix } from "../support/matrix.ts";
import { signIn, type User } from "../support/sign-in.ts";
import { waitFor } from "../support/wait-for.ts";

/** Fang Zhiyuan heads Sales, in which Chen Jing works; Sun Yue is in Firmware. */
let head: User;
let seller: User;
let outsider: User;
let admin: User;
let auditor: User;

beforeAll(async () => {
  [head, seller, outsider, admin, auditor] = await Promise.all([
    signIn("department_head"),
    signIn("sales"),
    signIn("staff"),
    signIn("admin"),
    signIn("auditor"),
  ]);
});

const sales = [{ kind: "department" as const, id: "sales" }];
const draftOf = (change: object = {}) => ({
  title: uniqueName("News"),
  text: "Something **new**.",
  files: [],
  audience: sales,
  mustConfirm: true,
  commentsOpen: true,
  pinned: false,
  expiresAt: null,
  ...change,
});
const write = async (user: User, change: object = {}) =>
  (await api(user).call("POST /api/announcements", { body: { ...draftOf(change), requestId: randomUUID() } }))
    .announcement;
type Shown = Awaited<ReturnType<typeof write>>;
const read = (user: User, { id }: Pick<Shown, "id">) =>
  api(user).call("GET /api/announcements/{announcementId}", { params: { announcementId: id } });
interface Asked {
  readonly method?: string;
  readonly body?: string;
  readonly headers?: Record<string, string>;
}
const status = async (user: User | "nobody", path: string, { method = "GET", ...init }: Asked = {}) =>
  (await api(user).raw(method, path, init)).status;
const publish = async (user: User, { id, version }: Shown, at?: string | null) =>
  (
    await api(user).call("POST /api/announcements/{announcementId}/publish", {
      params: { announcementId: id },
      body: { expectedVersion: version, ...(at === undefined ? {} : { at }) },
    })
  ).announcement;
const onAir = async (user: User, one: Shown) =>
  waitFor("it stands in its room", async () => {
    const { announcement } = await read(user, one);
    const { roomId, eventId } = announcement;
    return roomId !== null && eventId !== null && { roomId, eventId, announcement };
  });

describe("an announcement", () => {
  test("reaches its audience and nobody else, by the list, its address, the Inbox and Matrix", async () => {
    const draft = await write(head);
    expect(await status(seller, `/api/announcements/${draft.id}`)).toBe(404);
    const published = await publish(head, draft);
    expect(published.state).toBe("published");

    const listed = await api(seller).call("GET /api/announcements", { query: { limit: 500 } });
    expect(listed.items.map(({ id }) => id)).toContain(draft.id);
    const waiting = await api(seller).call("GET /api/inbox");
    expect(waiting.items.some(({ id, kind }) => kind === "announcement" && id === draft.id)).toBe(true);

    for (const user of [outsider, auditor, admin]) {
      expect(await status(user, `/api/announcements/${draft.id}`)).toBe(404);
      expect(await status(user, `/api/announcements/${draft.id}/read`, { method: "POST" })).toBe(404);
      expect(await status(user, `/api/announcements/${draft.id}/readers`)).toBe(404);
      const theirs = await api(user).call("GET /api/announcements", { query: { limit: 500 } });
      expect(theirs.items.map(({ id }) => id)).not.toContain(draft.id);
    }
    expect(await status("nobody", `/api/announcements/${draft.id}`)).toBe(401);
    const { user: guest } = await arrivedGuest(head);
    expect(await status(guest, "/api/announcements")).toBe(403);
    expect(await status(guest, `/api/announcements/${draft.id}`)).toBe(403);

    const { roomId, eventId } = await onAir(head, draft);
    const path = `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/event/${encodeURIComponent(eventId)}`;
    await waitFor("the seller is in the room", async () => (await matrix(seller).request("GET", path)).status === 200);
    expect((await matrix(outsider).request("GET", path)).status).toBeGreaterThanOrEqual(403);
    expect((await matrix(guest).request("GET", path)).status).toBeGreaterThanOrEqual(403);
  });

  test("is read, confirmed once, liked and commented from another Matrix client, and counted", async () => {
    const one = await publish(head, await write(head));
    const { roomId, eventId } = await onAir(head, one);
    const room = `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}`;
    await waitFor("the seller is in the room", async () => {
      const sent = await matrix(seller).request("PUT", `${room}/send/m.reaction/${randomUUID()}`, {
        "m.relates_to": { rel_type: "m.annotation", event_id: eventId, key: "❤️" },
      });
      return sent.status === 200;
    });
    await matrix(seller).call("PUT", `${room}/send/m.room.message/${randomUUID()}`, {
      msgtype: "m.text",
      body: "Good.",
      "m.relates_to": { rel_type: "m.thread", event_id: eventId },
    });
    const counted = await waitFor("both are counted", async () => {
      const { announcement } = await read(seller, one);
      return announcement.likes === 1 && announcement.comments === 1 && announcement;
    });
    expect(counted.liked).not.toBeNull();
    // Nobody begins anything there but the company.
    const begun = await matrix(seller).request("PUT", `${room}/send/m.room.message/${randomUUID()}`, {
      msgtype: "m.text",
      body: "Mine",
    });
    expect(begun.status).toBe(403);

    await api(seller).call("POST /api/announcements/{announcementId}/read", { params: { announcementId: one.id } });
    const confirm = (edition: number) =>
      api(seller).call("POST /api/announcements/{announcementId}/confirm", {
        params: { announcementId: one.id },
        body: { edition },
      });
    await Promise.all([confirm(1), confirm(1)]);
    const facts = await query("SELECT FROM domain_event WHERE stream = $1 AND name = 'announcement.confirmed'", [
      `announcement:${one.id}`,
    ]);
    expect(facts).toHaveLength(1);
    const readers = await api(head).call("GET /api/announcements/{announcementId}/readers", {
      params: { announcementId: one.id },
    });
    expect(readers).toMatchObject({ read: 1, confirmed: 1 });
    expect(await status(seller, `/api/announcements/${one.id}/readers`)).toBe(403);
  });

  test("is corrected: the words before stay, who confirmed is asked again, Matrix has the new ones", async () => {
    const one = await publish(head, await write(head));
    const { roomId, eventId } = await onAir(head, one);
    await api(seller).call("POST /api/announcements/{announcementId}/confirm", {
      params: { announcementId: one.id },
      body: { edition: 1 },
    });
    const { announcement: now } = await read(head, one);
    const { version: expectedVersion } = now;
    const change = { ...draftOf(), title: now.title, text: "Something else.", expectedVersion };
    const put = { method: "PUT", body: JSON.stringify(change), headers: { "content-type": "application/json" } };
    expect(await status(seller, `/api/announcements/${one.id}`, put)).toBe(403);
    const params = { announcementId: one.id };
    const corrected = await api(head).call("PUT /api/announcements/{announcementId}", { params, body: change });
    expect(corrected.announcement).toMatchObject({ edition: 2, text: "Something else." });
    expect(corrected.editions).toMatchObject([{ edition: 1, text: "Something **new**." }]);
    expect(await status(head, `/api/announcements/${one.id}`, put)).toBe(409);
    expect((await read(seller, one)).announcement.confirmed).toBe(false);
    const stale = {
      method: "POST",
      body: JSON.stringify({ edition: 1 }),
      headers: { "content-type": "application/json" },
    };
    expect(await status(seller, `/api/announcements/${one.id}/confirm`, stale)).toBe(409);
    const path = `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/event/${encodeURIComponent(eventId)}`;
    await waitFor("the message is corrected", async () =>
      JSON.stringify(await matrix(head).call("GET", path)).includes("Something else."),
    );
  });

  test("is recalled: gone for its audience, and its words are gone from Matrix", async () => {
    const canary = uniqueName("canary");
    const one = await publish(head, await write(head, { text: canary }));
    const { roomId, eventId } = await onAir(head, one);
    const { announcement: now } = await read(head, one);
    const params = { announcementId: one.id };
    await api(head).call("POST /api/announcements/{announcementId}/recall", {
      params,
      body: { expectedVersion: now.version },
    });
    expect(await status(seller, `/api/announcements/${one.id}`)).toBe(404);
    const waiting = await api(seller).call("GET /api/inbox");
    expect(waiting.items.some(({ id }) => id === one.id)).toBe(false);
    const path = `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/event/${encodeURIComponent(eventId)}`;
    await waitFor(
      "the words are gone",
      async () => !JSON.stringify(await matrix(head).call("GET", path)).includes(canary),
    );
    expect((await read(head, one)).announcement.state).toBe("recalled");
  });

  test("whose comments are closed is not answered, whatever the client", async () => {
    const one = await publish(head, await write(head));
    const { roomId, eventId } = await onAir(head, one);
    const room = `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}`;
    const answer = () =>
      matrix(seller).request("PUT", `${room}/send/m.room.message/${randomUUID()}`, {
        msgtype: "m.text",
        body: "?",
        "m.relates_to": { rel_type: "m.thread", event_id: eventId },
      });
    await waitFor("it can be answered", async () => (await answer()).status === 200);
    const { announcement: now } = await read(head, one);
    await api(head).call("PUT /api/announcements/{announcementId}", {
      params: { announcementId: one.id },
      body: { ...draftOf(), title: now.title, commentsOpen: false, expectedVersion: now.version },
    });
    await waitFor("it can no longer be answered", async () => (await answer()).status === 403);
  });

  test("goes out at its moment, and not before", async () => {
    const draft = await write(head);
    const scheduled = await publish(head, draft, new Date(Date.now() + 3_600_000).toISOString());
    expect(scheduled.state).toBe("scheduled");
    await runTimer("publish-announcements");
    expect(await status(seller, `/api/announcements/${draft.id}`)).toBe(404);
    await query("UPDATE announcement SET publish_at = now() WHERE id = $1", [draft.id]);
    await runTimer("publish-announcements");
    await waitFor("it is out", async () => (await status(seller, `/api/announcements/${draft.id}`)) === 200);
  });

  test("reminds those who are missing, once an hour", async () => {
    const one = await publish(head, await write(head));
    const params = { announcementId: one.id };
    const { reminded } = await api(head).call("POST /api/announcements/{announcementId}/remind", { params });
    expect(reminded).toBeGreaterThanOrEqual(1);
    expect(await status(head, `/api/announcements/${one.id}/remind`, { method: "POST" })).toBe(429);
    expect(await status(seller, `/api/announcements/${one.id}/remind`, { method: "POST" })).toBe(403);
    await waitFor("the seller is told", async () => {
      const { items } = await api(seller).call("GET /api/notifications");
      return items.some(({ kind, fields }) => kind === "announcement.reminded" && fields.announcementId === one.id);
    });
  });
});

describe("who may announce to whom", () => {
  const post = (body: object) => ({
    method: "POST",
    body: JSON.stringify({ ...draftOf(), requestId: randomUUID(), ...body }),
    headers: { "content-type": "application/json" },
  });

  test("heads to their department, administrators to anybody, others to nobody", async () => {
    expect(await status(head, "/api/announcements", post({}))).toBe(201);
    for (const audience of [
      [{ kind: "company", id: "" }],
      [{ kind: "department", id: "quality" }],
      [{ kind: "role", id: "admin" }],
      [...sales, { kind: "department", id: "firmware" }],
    ]) {
      expect(await status(head, "/api/announcements", post({ audience }))).toBe(403);
      expect(await status(admin, "/api/announcements", post({ audience }))).toBe(201);
    }
    expect(await status(outsider, "/api/announcements", post({}))).toBe(403);
    const offered = await api(head).call("GET /api/announcements/audiences");
    expect(offered.items).toMatchObject([{ kind: "department", id: "sales" }]);
  });

  test.each([
    [{ title: "" }],
    [{ text: "" }],
    [{ text: "x".repeat(20_001) }],
    [{ audience: [] }],
    [{ audience: [{ kind: "planet", id: "x" }] }],
    [{ audience: [{ kind: "department", id: "nowhere" }] }],
    [{ expiresAt: "yesterday" }],
    [{ files: [{ name: "x", url: "https://example.org/x", size: 1, type: "image/png" }] }],
    [{ requestId: "short" }],
    [{ extra: true }],
  ])("wrong input is named: %j", async (wrong) => {
    expect(await status(admin, "/api/announcements", post(wrong))).toBe(400);
  });

  test("sent twice is written once", async () => {
    const body = { ...draftOf(), requestId: randomUUID() };
    const [first, second] = await Promise.all([
      api(head).call("POST /api/announcements", { body }),
      api(head).call("POST /api/announcements", { body }),
    ]);
    expect(second.announcement.id).toBe(first.announcement.id);
  });
});
