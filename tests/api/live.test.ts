import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { api } from "../support/api.ts";
import { csvFile, sampleCsv } from "../support/csv.ts";
import { query } from "../support/database.ts";
import { arrivedGuest, inviteGuest, uniqueName } from "../support/factories.ts";
import { type LiveStream, openLive } from "../support/live.ts";
import { signIn, signInAfresh, signInByLink, type User } from "../support/sign-in.ts";
import { stack } from "../support/stack.ts";
import { waitFor } from "../support/wait-for.ts";

let admin: User;
let head: User;
let staff: User;
beforeAll(async () => {
  admin = await signIn("admin");
  head = await signIn("department_head");
  staff = await signIn("staff");
});

const opened: LiveStream[] = [];
afterEach(() => {
  for (const stream of opened.splice(0)) stream.close();
});
async function open(...args: Parameters<typeof openLive>): Promise<LiveStream> {
  const stream = await openLive(...args);
  opened.push(stream);
  return stream;
}
const topics = (stream: LiveStream) => stream.messages.map(({ data }) => data.topic);
const tells = (stream: LiveStream, topic: string, id: string) =>
  stream.messages.some(({ data }) => data.topic === topic && data.ids?.includes(id) === true);

describe("the stream", () => {
  test("is refused to nobody, and to a session that is no more", async () => {
    expect((await api("nobody").raw("GET", "/api/live")).status).toBe(401);
    expect((await openLive({ session: "x".repeat(43) })).status).toBe(401);
  });

  test("tells those whom a change concerns within a second, and nobody else", async () => {
    const streams = { admin: await open(admin), head: await open(head), staff: await open(staff) };
    const started = performance.now();
    const { guest } = await inviteGuest(head);
    await waitFor("the inviter is told", () => tells(streams.head, "guests", guest.id));
    expect(performance.now() - started).toBeLessThan(2_000);
    await waitFor("the administrator is told", () => tells(streams.admin, "guests", guest.id));
    const [first] = streams.head.messages.filter(({ data }) => data.topic === "guests");
    expect(first).toMatchObject({ event: "change" });
    expect(Object.keys(first?.data ?? {}).sort()).toEqual(["ids", "topic"]);
    expect(topics(streams.staff)).not.toContain("guests");
  });

  test("never tells a guest of what staff see", async () => {
    const { user } = await arrivedGuest(head);
    const stream = await open(user);
    const control = await open(head);
    const { guest } = await inviteGuest(head);
    await waitFor("staff are told", () => tells(control, "guests", guest.id));
    await waitFor("the guest's place moved on without a word", () => Number(stream.lastId()) >= 0);
    expect(topics(stream).filter((topic) => topic !== "rooms" && topic !== "notifications")).toEqual([]);
  });

  test("comes through the web address without being gathered up", async () => {
    const stream = await open(head, { base: stack().web });
    const { guest } = await inviteGuest(head);
    await waitFor("the inviter is told", () => tells(stream, "guests", guest.id), 3_000);
  });

  test("goes on where it was cut, each change once", async () => {
    const first = await open(head);
    const one = (await inviteGuest(head)).guest;
    await waitFor("the first is told", () => tells(first, "guests", one.id));
    const lastEventId = first.lastId();
    first.close();
    const two = (await inviteGuest(head)).guest;
    const three = (await inviteGuest(head)).guest;
    const second = await open(head, { lastEventId });
    await waitFor("what was missed is told", () => tells(second, "guests", three.id));
    expect(tells(second, "guests", one.id)).toBe(false);
    expect(tells(second, "guests", two.id)).toBe(true);
    const ids = second.messages.map(({ id }) => Number(id));
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(ids.toSorted((left, right) => left - right));
  });

  test.each(["999999999999", "0"])("says that everything is to be read anew after %s", async (lastEventId) => {
    // Whoever comes from before what is kept, or from before a restore.
    await query("DELETE FROM live_change WHERE id = 1");
    const stream = await open(head, { lastEventId });
    await waitFor("a reset is told", () => stream.messages.some(({ event }) => event === "reset"));
  });

  test("begins anew when the place is no number", async () => {
    const { position } = await api(head).call("GET /api/live/changes");
    const stream = await open(head, { lastEventId: "nonsense" });
    expect(Number(stream.lastId())).toBeGreaterThanOrEqual(position);
    expect(stream.messages.filter(({ id, event }) => event === "reset" || Number(id) <= position)).toEqual([]);
  });

  test("ends within moments when its session ends", async () => {
    const user = await signInAfresh("staff");
    const stream = await open(user);
    await api(user).call("DELETE /api/session");
    const started = performance.now();
    await waitFor("the stream has ended", () => stream.ended());
    expect(performance.now() - started).toBeLessThan(1_500);
    expect((await openLive(user)).status).toBe(401);
  });

  test("ends when a guest's access is revoked, and when it runs out", async () => {
    const [revoked, expired] = [await arrivedGuest(head), await arrivedGuest(head)];
    const streams = [await open(revoked.user), await open(expired.user)];
    await api(head).call("DELETE /api/guests/{guestId}", { params: { guestId: revoked.guest.id } });
    await query("UPDATE account SET expires_at = now() - interval '1 second' WHERE user_id = $1", [
      expired.guest.userId,
    ]);
    const started = performance.now();
    await waitFor("both streams have ended", () => streams.every((stream) => stream.ended()));
    expect(performance.now() - started).toBeLessThan(1_500);
    expect((await openLive(expired.user)).status).toBe(403);
  });
});

describe("who is told of what an administrator changes", () => {
  /** One more person in the company, with a role; removed with `undefined`. */
  const importPerson = async (id: string, role: string | undefined) => {
    const lines = role === undefined ? [] : [`${id},${id},Live ${id},现场,,,,,,,${role}`];
    const body = { dryRun: false, people: csvFile("people.csv", sampleCsv("people", ...lines)) };
    return api(admin).call("POST /api/directory/imports", { body });
  };

  test("a role that is given tells the person, whoever reads roles, and everybody who sees the directory", async () => {
    const id = uniqueName("live").replace(" ", "-");
    await importPerson(id, "staff");
    const { link } = await api(admin).call("POST /api/directory/people/{personId}/links", { params: { personId: id } });
    const person = await signInByLink(link);
    const streams = { admin: await open(admin), person: await open(person), staff: await open(staff) };
    const { position } = await api(person).call("GET /api/live/changes");
    const own = () => topics(streams.person).filter((topic) => topic === "session" || topic === "roles");
    const { version } = (await api(admin).call("GET /api/directory/people/{personId}", { params: { personId: id } }))
      .person;
    const body = { role: "auditor" as const, expectedVersion: version };
    await api(admin).call("PUT /api/directory/people/{personId}/role", { params: { personId: id }, body });
    await waitFor("the person is told", () => own().includes("session"));
    await waitFor("who reads roles is told", () => tells(streams.admin, "roles", id));
    await waitFor("others see it in the directory", () => tells(streams.staff, "directory", id));
    expect(topics(streams.staff)).not.toContain("session");
    expect(topics(streams.staff)).not.toContain("roles");
    expect(topics(streams.admin)).not.toContain("session");
    const { items } = await api(person).call("GET /api/live/changes", { query: { after: position } });
    expect(items.map(({ topic }) => topic)).toContain("session");
    // What an import says of a role counts as well.
    await importPerson(id, "sales");
    await waitFor("the person is told again", () => own().filter((topic) => topic === "session").length === 2);
    await importPerson(id, undefined);
  });

  test("imports show to whoever imports, tried ones and refused ones as well", async () => {
    const streams = { admin: await open(admin), staff: await open(staff) };
    const people = csvFile("people.csv", sampleCsv("people"));
    const tried = await api(admin).call("POST /api/directory/imports", { body: { dryRun: true, people } });
    await waitFor("the dry run is told", () => tells(streams.admin, "imports", tried.id));
    const same = await api(admin).call("POST /api/directory/imports", { body: { dryRun: false, people } });
    await waitFor("one that changed nothing is told", () => tells(streams.admin, "imports", same.id));
    const applied = await importPerson(uniqueName("live").replace(" ", "-"), "staff");
    await waitFor("an applied one is told", () => tells(streams.admin, "imports", applied.id));
    await waitFor("everybody sees its people", () => topics(streams.staff).includes("directory"));
    await importPerson("", undefined);
    expect(topics(streams.staff)).not.toContain("imports");
  });

  test("a scan of the rooms shows to whoever has them repaired, from its start to its end", async () => {
    const streams = { admin: await open(admin), staff: await open(staff) };
    await api(admin).call("POST /api/rooms/scans", { body: { dryRun: true } });
    const told = () => topics(streams.admin).filter((topic) => topic === "reconciler").length;
    await waitFor("begin and end are told", () => told() >= 2);
    expect(topics(streams.staff)).not.toContain("reconciler");
  });

  test("an event that stands, and one that was handed over once more, show in inspector and health", async () => {
    const streams = { admin: await open(admin), staff: await open(staff) };
    const { guest } = await inviteGuest(head);
    const { items } = await api(admin).call("GET /api/operations/items", { query: { stream: `guest:${guest.id}` } });
    const [item] = items;
    await api(admin).call("POST /api/operations/items/{itemId}/replay", {
      params: { itemId: item?.id ?? "" },
      body: { expectedVersion: item?.version ?? 0 },
    });
    await waitFor("both are told", () =>
      ["operations", "health"].every((topic) => topics(streams.admin).includes(topic)),
    );
    expect(topics(streams.staff).filter((topic) => topic === "operations" || topic === "health")).toEqual([]);
  });
});

describe("polling", () => {
  test("tells the same changes to the same people", async () => {
    const begin = await api(head).call("GET /api/live/changes");
    expect(begin).toMatchObject({ items: [], reset: false });
    const { guest } = await inviteGuest(head);
    const after = { query: { after: begin.position } };
    const told = await waitFor("the inviter is told", async () => {
      const answer = await api(head).call("GET /api/live/changes", after);
      return answer.items.some(({ topic, ids }) => topic === "guests" && ids.includes(guest.id)) && answer;
    });
    expect(told.position).toBeGreaterThan(begin.position);
    const others = await api(staff).call("GET /api/live/changes", after);
    expect(others.items.filter(({ topic }) => topic === "guests")).toEqual([]);
    const again = await api(head).call("GET /api/live/changes", { query: { after: told.position } });
    expect(again.items.filter(({ ids }) => ids.includes(guest.id))).toEqual([]);
  });

  test("says when too much was missed, and refuses what is no place", async () => {
    const { reset, items } = await api(head).call("GET /api/live/changes", { query: { after: 999_999_999 } });
    expect({ reset, items }).toEqual({ reset: true, items: [] });
    expect((await api(head).raw("GET", "/api/live/changes?after=-1")).status).toBe(400);
    expect((await api("nobody").raw("GET", "/api/live/changes")).status).toBe(401);
  });
});
