import { beforeAll, describe, expect, test } from "vitest";
import { api } from "../support/api.ts";
import { csvFiles, sampleCsv } from "../support/csv.ts";
import { query } from "../support/database.ts";
import { arrivedGuest, uniqueName } from "../support/factories.ts";
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

describe("whoever leads something from now on", () => {
  const id = uniqueName("lead").replace(" ", "-");
  const userIdOfLeaver = () => `@${id}:${head.userId.split(":")[1]}`;
  let personId: string;
  /** Imports one more person, the department and the project that he leads; without him they stay as they are. */
  async function importWith(person: string | undefined, leader = id): Promise<void> {
    const { applied } = await api(await signIn("admin")).call("POST /api/directory/imports", {
      body: {
        dryRun: false,
        ...csvFiles({
          people: sampleCsv("people", ...(person === undefined ? [] : [person])),
          ...(person === undefined
            ? {}
            : {
                departments: sampleCsv("departments", `${id},Dept ${id},部门 ${id},,${leader}`),
                projects: sampleCsv("projects", `${id},Project ${id},项目 ${id},${leader},active`),
              }),
        }),
      },
    });
    expect(applied).toBe(true);
  }
  const line = (role = "staff") => `${id},${id},Leaver ${id},离职者,,,,,,${personId},${role}`;
  /** About what this test leads, and of the leaver everything. */
  const noticesOf = (userId: string) =>
    query<{ kind: string; fields: Record<string, unknown> }>(
      `SELECT kind, fields FROM notice WHERE user_id = $1
       AND ($1 = $3 OR fields->>'departmentId' = $2 OR fields->>'projectId' = $2) ORDER BY id`,
      [userId, id, userIdOfLeaver()],
    );
  beforeAll(async () => {
    const [row] = await query<{ id: string }>("SELECT id FROM person WHERE user_id = $1", [staff.userId]);
    personId = row?.id ?? "";
  });

  test("is told when an import names him, unless he came with it", async () => {
    await importWith(line());
    await importWith(line(), personId);
    const told = await waitFor("the new lead is told", async () => {
      const rows = await noticesOf(staff.userId);
      return rows.length === 2 && rows;
    });
    expect(told).toEqual([
      { kind: "department.lead", fields: { departmentId: id, department: { en: `Dept ${id}`, zh: `部门 ${id}` } } },
      { kind: "project.lead", fields: { projectId: id, project: { en: `Project ${id}`, zh: `项目 ${id}` } } },
    ]);
    expect(await noticesOf(userIdOfLeaver())).toEqual([]);
  });

  test("is told of a role that an import gave him", async () => {
    await importWith(line("sales"));
    expect(
      await waitFor("he is told", async () => {
        const rows = await noticesOf(userIdOfLeaver());
        return rows.length === 3 && rows.find(({ kind }) => kind === "role.changed");
      }),
    ).toEqual({ kind: "role.changed", fields: { from: "staff", to: "sales" } });
  });

  test("is told when whoever did so has left, and in whose place", async () => {
    await importWith(undefined);
    const told = await waitFor("the stand-in is told", async () => {
      const rows = await noticesOf(staff.userId);
      return rows.length === 4 && rows.slice(2);
    });
    const person = { en: `Leaver ${id}`, zh: "离职者" };
    expect(told).toMatchObject([
      { kind: "department.handed-over", fields: { departmentId: id, person } },
      { kind: "project.handed-over", fields: { projectId: id, person } },
    ]);
    await api(await signIn("admin")).call("POST /api/directory/imports", {
      body: {
        dryRun: false,
        ...csvFiles({ departments: sampleCsv("departments"), projects: sampleCsv("projects") }),
      },
    });
    // Projects that have ended stay listed; other tests know those of the sample company.
    await query("DELETE FROM project WHERE id = $1", [id]);
  });
});
