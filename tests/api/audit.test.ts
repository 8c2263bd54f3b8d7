import { beforeAll, describe, expect, test } from "vitest";
import { api } from "../support/api.ts";
import { query } from "../support/database.ts";
import { arrivedGuest, inviteGuest } from "../support/factories.ts";
import { signIn, type User } from "../support/sign-in.ts";
import { waitFor } from "../support/wait-for.ts";

let auditor: User;
let head: User;
beforeAll(async () => {
  auditor = await signIn("auditor");
  head = await signIn("department_head");
});

/** The entry of a new guest. */
async function newEntry() {
  const { guest } = await inviteGuest(head);
  const subject = `guest:${guest.id}`;
  const items = await waitFor("the audit log has it", async () => {
    const answer = await api(auditor).call("GET /api/audit", { query: { subject } });
    return answer.items.length > 0 && answer.items;
  });
  return { guest, subject, items };
}

describe("the audit log", () => {
  test("is for auditors and administrators", async () => {
    for (const role of ["staff", "department_head"] as const) {
      await expect(api(await signIn(role)).call("GET /api/audit")).rejects.toMatchObject({ status: 403 });
      await expect(api(await signIn(role)).call("GET /api/audit/chain")).rejects.toMatchObject({ status: 403 });
    }
    const { user: guest } = await arrivedGuest(head);
    await expect(api(guest).call("GET /api/audit")).rejects.toMatchObject({ status: 403 });
    await expect(api("nobody").call("GET /api/audit")).rejects.toMatchObject({ status: 401 });
    await expect(api(await signIn("admin")).call("GET /api/audit")).resolves.toHaveProperty("items");
  });

  test("tells who did what to whom, and when", async () => {
    const before = Date.now();
    const { guest, items } = await newEntry();
    const [entry] = items.filter(({ name }) => name === "guest.invited");
    expect(entry).toMatchObject({ actor: head.userId, payload: { guestId: guest.id } });
    expect(entry?.actorName?.en).not.toBe("");
    expect(entry?.subjectName).toEqual({ en: guest.name, zh: guest.name });
    expect(entry?.names).toEqual({
      [guest.id]: { en: guest.name, zh: guest.name },
      [guest.customer.id]: guest.customer.name,
    });
    expect(Date.parse(entry?.at ?? "")).toBeGreaterThan(before - 5_000);
  });

  test("is found by actor, name, subject and time", async () => {
    const { subject, items } = await newEntry();
    const [entry] = items;
    const found = (filter: object) => api(auditor).call("GET /api/audit", { query: { subject, ...filter } });
    expect((await found({ actor: head.userId })).items.length).toBeGreaterThan(0);
    expect((await found({ actor: "@nobody:x" })).items).toEqual([]);
    expect((await found({ name: "guest.invited" })).items).toHaveLength(1);
    expect((await found({ name: "guest.revoked" })).items).toEqual([]);
    expect((await found({ from: entry?.at })).items.length).toBeGreaterThan(0);
    expect((await found({ to: new Date(Date.parse(entry?.at ?? "") - 60_000).toISOString() })).items).toEqual([]);
  });

  test("is found by a span of time that begins before it ends", async () => {
    const { subject, items } = await newEntry();
    const at = Date.parse(items[0]?.at ?? "");
    const ask = (from: number, to: number) =>
      api(auditor).call("GET /api/audit", {
        query: { subject, from: new Date(from).toISOString(), to: new Date(to).toISOString() },
      });
    expect((await ask(at - 60_000, at + 60_000)).items.length).toBeGreaterThan(0);
    expect((await ask(at + 1, at + 60_000)).items.filter(({ id }) => id === items[0]?.id)).toEqual([]);
    for (const [from, to] of [
      [at, at],
      [at, at - 1],
    ] as const) {
      await expect(ask(from, to)).rejects.toMatchObject({ status: 400, code: "TIME_SPAN_INVALID" });
    }
  });

  test.each(["from", "to"])("names the %s that is no time", async (field) => {
    const answer = await api(auditor).raw("GET", `/api/audit?${field}=2026-02-30T00:00:00Z`);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({
      code: "REQUEST_INVALID",
      problems: [{ path: expect.stringContaining(field) as string }],
    });
  });

  test("comes in pages, newest first, each entry once", async () => {
    await newEntry();
    const ids: number[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < 3; page += 1) {
      const answer = await api(auditor).call("GET /api/audit", { query: { limit: 2, ...(cursor && { cursor }) } });
      ids.push(...answer.items.map(({ id }) => id));
      cursor = answer.nextCursor ?? undefined;
      if (cursor === undefined) break;
    }
    expect(ids).toEqual(ids.toSorted((left, right) => right - left));
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("keeps who read it and what was asked for, page by page", async () => {
    const subject = `asked-for-${Date.now()}`;
    await api(auditor).call("GET /api/audit", { query: { subject } });
    await api(auditor).call("GET /api/audit", { query: { subject, cursor: "5" } });
    const kept = await waitFor("both are kept", async () => {
      const rows = await query<{ actor: string; before: string | null }>(
        "SELECT actor, payload->>'before' AS before FROM audit_entry WHERE payload->>'subject' = $1 ORDER BY id",
        [subject],
      );
      return rows.length === 2 && rows;
    });
    expect(kept).toEqual([
      { actor: auditor.userId, before: null },
      { actor: auditor.userId, before: "5" },
    ]);
  });

  test.each(["?cursor=x", "?from=yesterday", "?limit=0", "?other=1"])("refuses the question %s", async (search) => {
    expect((await api(auditor).raw("GET", `/api/audit${search}`)).status).toBe(400);
  });

  test("is an unbroken chain, and a changed entry shows", async () => {
    await newEntry();
    const sound = await api(auditor).call("GET /api/audit/chain");
    expect(sound).toMatchObject({ intact: true, brokenAt: null });
    expect(sound.lastHash).toMatch(/^[0-9a-f]{64}$/);
    const [victim] = await query<{ id: number; actor: string }>(
      "SELECT id::int, actor FROM audit_entry ORDER BY id DESC OFFSET 2 LIMIT 1",
    );
    // Whoever owns the database can take the lock off the door; the chain still tells.
    const rewrite = (actor: string | undefined) =>
      query(`DO $$ BEGIN
        ALTER TABLE audit_entry DISABLE TRIGGER append_only;
        UPDATE audit_entry SET actor = '${actor}' WHERE id = ${victim?.id};
        ALTER TABLE audit_entry ENABLE TRIGGER append_only;
      END $$`);
    await rewrite("@somebody-else:x");
    try {
      expect(await api(auditor).call("GET /api/audit/chain")).toMatchObject({ intact: false, brokenAt: victim?.id });
    } finally {
      await rewrite(victim?.actor);
    }
    expect(await api(auditor).call("GET /api/audit/chain")).toMatchObject({ intact: true });
  });
});
