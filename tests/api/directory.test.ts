import { beforeAll, describe, expect, test } from "vitest";
import { api } from "../support/api.ts";
import { query } from "../support/database.ts";
import { arrivedGuest } from "../support/factories.ts";
import { withoutOtherAdmins } from "../support/last-admin.ts";
import { signIn, type User } from "../support/sign-in.ts";

let admin: User;
let staff: User;
beforeAll(async () => {
  [admin, staff] = await Promise.all([signIn("admin"), signIn("staff")]);
});

const people = (search: object) =>
  api(staff)
    .call("GET /api/directory/people", { query: search })
    .then(({ items }) => items.map((person) => person.id));
const card = (personId: string) => api(staff).call("GET /api/directory/people/{personId}", { params: { personId } });

describe("organisation and people", () => {
  test("departments have their rooms, heads and people", async () => {
    const { company, departments, ranks } = await api(staff).call("GET /api/directory/organisation");
    expect(company).toEqual({ en: "Heronbay Instruments", zh: "鹭湾仪器" });
    expect(departments).toHaveLength(12);
    expect(departments.filter((each) => each.parentId === null)).toHaveLength(1);
    expect(ranks.map((rank) => rank.level)).toEqual(ranks.map((rank) => rank.level).toSorted((a, b) => b - a));
    const firmware = departments.find((department) => department.id === "firmware");
    expect(firmware).toMatchObject({
      name: { en: "Firmware and Software", zh: "固件与软件部" },
      parentId: "rnd",
      headId: "gu-xiaofeng",
      spaceId: expect.stringMatching(/^!/) as string,
      roomId: expect.stringMatching(/^!/) as string,
    });
  });

  test("a list goes on from its cursor, without repeats, without gaps and in order", async () => {
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await api(staff).call("GET /api/directory/people", { query: { limit: 7, cursor } });
      ids.push(...page.items.map((person) => person.id));
      expect(page.total).toBe(62);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(ids).toEqual(await people({ limit: 500 }));
    expect(new Set(ids).size).toBe(62);
  });

  test.each([
    ["a Chinese name", "孙悦", ["sun-yue"]],
    ["an English name, whatever the case", "sun YUE", ["sun-yue"]],
    ["an address", "yue.sun@heronbay", ["sun-yue"]],
    ["the title of a second position", "过程审核员", ["he-ming"]],
    ["nothing that is there", "100%_no such person", []],
  ])("search by %s", async (_, search, ids) => {
    expect(await people({ search })).toEqual(ids);
  });

  test.each(["%", "_", "\\", "'"])("%s is looked for, not obeyed", async (search) => {
    expect(await people({ search })).toEqual([]);
  });

  test("by account", async () => {
    const own = await api(staff).call("GET /api/directory/people", { query: { userId: staff.userId } });
    expect(own.items).toMatchObject([{ userId: staff.userId, provisioned: true, state: "active" }]);
  });

  test("a person with line manager and reports", async () => {
    const { person, manager } = await card("sun-yue");
    expect(person).toMatchObject({ id: "sun-yue", positions: [] });
    expect(manager?.id).toBe(person.managerId);
    const { reports } = await card(manager?.id ?? "");
    expect(reports.map((report) => report.id)).toContain("sun-yue");
  });

  test("wrong input", async () => {
    await expect(card("nobody-of-that-name")).rejects.toMatchObject({ status: 404, code: "NOT_FOUND" });
    for (const cursor of ["x", Buffer.from('["a"]').toString("base64url")]) {
      const request = { query: { cursor } };
      for (const key of ["GET /api/directory/people", "GET /api/directory/projects"] as const) {
        await expect(api(staff).call(key, request)).rejects.toMatchObject({ status: 400, code: "REQUEST_INVALID" });
      }
    }
  });

  test("nobody from outside sees any of it", async () => {
    const { user: guest } = await arrivedGuest(await signIn("department_head"));
    for (const key of [
      "GET /api/directory/organisation",
      "GET /api/directory/people",
      "GET /api/directory/projects",
    ] as const) {
      await expect(api("nobody").call(key)).rejects.toMatchObject({ status: 401 });
      await expect(api(guest).call(key)).rejects.toMatchObject({ status: 403, code: "ABILITY_MISSING" });
    }
  });
});

describe("several positions", () => {
  test("are on the card, and count in each department", async () => {
    const { person } = await card("he-ming");
    expect(person).toMatchObject({
      departmentId: "production",
      positions: [
        {
          id: "he-ming-quality",
          departmentId: "quality",
          title: { en: "Process Auditor", zh: "过程审核员" },
          rankId: "senior",
          managerId: "liang-jing",
        },
      ],
    });
    for (const departmentId of ["production", "quality"]) {
      const list = await people({ departmentId });
      expect(list).toContain("he-ming");
      const { departments } = await api(staff).call("GET /api/directory/organisation");
      expect(departments.find(({ id }) => id === departmentId)?.peopleCount).toBe(list.length);
    }
  });

  test("whom somebody reports to in one of them has him among the reports", async () => {
    const { reports } = await card("liang-jing");
    expect(reports.map((report) => report.id)).toContain("he-ming");
  });

  test("put the person into the rooms of both departments, each for its own reason", async () => {
    const rows = await query<{ key: string }>(
      `SELECT room_key || ' ' || source || ' ' || source_id AS key FROM wanted_membership
       WHERE user_id LIKE '@ming.he:%' AND room_key LIKE 'department:%' ORDER BY room_key COLLATE "C", source_id`,
    );
    expect(rows.map((row) => row.key)).toEqual([
      "department:heronbay:space department production",
      "department:heronbay:space department quality",
      "department:operations:space department production",
      "department:operations:space department quality",
      "department:production:room department production",
      "department:production:space department production",
      "department:quality:room department quality",
      "department:quality:space department quality",
    ]);
  });
});

describe("projects", () => {
  const list = (request: object = {}) => api(staff).call("GET /api/directory/projects", { query: request });

  test("those that run come first; each has its lead, its people and its room", async () => {
    const { items, total } = await list();
    expect(items.map(({ id, state }) => [id, state])).toEqual([
      ["hb310-fix", "active"],
      ["expo", "active"],
      ["iso-2025", "ended"],
    ]);
    expect(total).toBe(3);
    expect(items[0]).toMatchObject({
      name: { en: "Project SC-0871: HB-310 cold readings", zh: "专项 SC-0871：HB-310 低温偏差" },
      lead: { id: "xue-lin", name: { en: "Xue Lin", zh: "薛琳" } },
      peopleCount: 14,
      roomId: expect.stringMatching(/^!/) as string,
    });
    expect(await people({ projectId: "iso-2025" })).toHaveLength(items[2]?.peopleCount ?? 0);
  });

  test("by state, by text, in pages", async () => {
    expect((await list({ state: "ended" })).items.map(({ id }) => id)).toEqual(["iso-2025"]);
    expect((await list({ search: "展" })).items.map(({ id }) => id)).toEqual(["expo"]);
    expect((await list({ search: "%" })).items).toEqual([]);
    const first = await list({ limit: 2 });
    const second = await list({ limit: 2, cursor: first.nextCursor });
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(["hb310-fix", "expo", "iso-2025"]);
    expect(second.nextCursor).toBeNull();
  });

  test("stand on the card of who works in them", async () => {
    const { projects } = await card("liang-jing");
    expect(projects.map(({ id }) => id)).toEqual(["hb310-fix", "iso-2025"]);
  });

  test("a lead has the power to lead; members of one that has ended stay", async () => {
    const rows = await query<{ user: string; power: number }>(
      `SELECT split_part(user_id, ':', 1) AS user, power FROM wanted_membership
       WHERE room_key = 'project:iso-2025:room' AND source = 'project' ORDER BY 1`,
    );
    expect(rows).toEqual(
      ["@hui.guo", "@jing.liang", "@ming.he", "@yang.wang", "@yifan.song"].map((user) => ({
        user,
        power: user === "@jing.liang" ? 75 : 0,
      })),
    );
    expect(
      await query("SELECT archived_at IS NOT NULL AS archived FROM managed_room WHERE key = 'project:iso-2025:room'"),
    ).toEqual([{ archived: true }]);
  });
});

describe("roles", () => {
  const key = "PUT /api/directory/people/{personId}/role";
  const setRole = (personId: string, role: "staff" | "sales" | "admin", expectedVersion: number) =>
    api(admin).call(key, { params: { personId }, body: { role, expectedVersion } });
  const load = async (personId: string) => (await card(personId)).person;

  test("the table tells who holds what, and how many, to administrators and auditors", async () => {
    const { roles, abilities } = await api(admin).call("GET /api/roles");
    expect(roles.find(({ role }) => role === "guest")?.abilities).not.toContain("directory.read");
    expect(roles.find(({ role }) => role === "staff")?.people).toBeGreaterThan(10);
    expect(abilities.map(({ ability }) => ability)).toContain("role.assign");
    await expect(api(await signIn("auditor")).call("GET /api/roles")).resolves.toBeDefined();
    await expect(api(staff).call("GET /api/roles")).rejects.toMatchObject({ status: 403 });
  });

  test("a role works from the next request on; the same press again is told apart", async () => {
    const before = await load("cui-hao");
    const after = await setRole("cui-hao", "sales", before.version);
    expect(after).toMatchObject({ role: "sales", version: before.version + 1 });
    expect(await query("SELECT role FROM account WHERE person_id = 'cui-hao'")).toEqual([{ role: "sales" }]);
    await expect(setRole("cui-hao", "staff", before.version)).rejects.toMatchObject({
      status: 409,
      code: "VERSION_CONFLICT",
    });
    const events = await query<{ payload: unknown }>(
      "SELECT payload FROM domain_event WHERE name = 'person.role-changed' ORDER BY id DESC LIMIT 1",
    );
    expect(events[0]?.payload).toEqual({ personId: "cui-hao", from: before.role, to: "sales" });
    await setRole("cui-hao", "staff", after.version);
  });

  test("an administrator leads the company's room", async () => {
    const before = await load("cui-hao");
    const power = () =>
      query<{ power: number }>("SELECT power FROM wanted_membership WHERE room_key = 'company:room' AND user_id = $1", [
        before.userId,
      ]);
    const promoted = await setRole("cui-hao", "admin", before.version);
    expect(await power()).toEqual([{ power: 75 }]);
    await setRole("cui-hao", "staff", promoted.version);
    expect(await power()).toEqual([{ power: 0 }]);
  });

  test("nobody gives himself one", async () => {
    const { person } = await api(staff).call("GET /api/session");
    const params = { personId: person?.id ?? "" };
    for (const user of [staff, await signIn("department_head"), await signIn("auditor")]) {
      await expect(api(user).call(key, { params, body: { role: "admin", expectedVersion: 1 } })).rejects.toMatchObject({
        status: 403,
        body: { fields: { ability: "role.assign" } },
      });
    }
    await expect(
      api(admin).call(key, { params, body: { role: "operator" as "admin", expectedVersion: 1 } }),
    ).rejects.toMatchObject({ status: 400 });
  });

  test("the last administrator keeps it", async () => {
    const own = await load("cheng-yiming");
    await withoutOtherAdmins(own.userId, async () => {
      await expect(setRole("cheng-yiming", "staff", own.version)).rejects.toMatchObject({
        status: 409,
        code: "LAST_ADMIN",
      });
    });
    expect(await load("cheng-yiming")).toEqual(own);
  });
});

describe("links for people", () => {
  test("are issued by administrators and the launcher only", async () => {
    const key = "POST /api/directory/people/{personId}/links";
    const params = { personId: "ding-xiaoman" };
    const { link } = await api("operator").call("POST /api/operator/links", { body: { id: "ding-xiaoman" } });
    await api(admin).call(key, { params });
    const token = new URL(link).hash.slice(1);
    await expect(api("nobody").call("POST /api/links/preview", { body: { token } })).rejects.toMatchObject({
      code: "LINK_EXPIRED",
    });
    for (const user of [staff, await signIn("department_head")]) {
      await expect(api(user).call(key, { params })).rejects.toMatchObject({ status: 403 });
      await expect(api(user).call("POST /api/operator/links", { body: { id: "x" } })).rejects.toMatchObject({
        status: 403,
      });
    }
    await expect(api(admin).call(key, { params: { personId: "no-such-person" } })).rejects.toMatchObject({
      status: 404,
      code: "NOT_FOUND",
    });
  });
});

test("health names the parts in words, to those who look after them", async () => {
  expect(await api("nobody").call("GET /api/health")).toMatchObject({ status: "ok" });
  const { checks } = await api(admin).call("GET /api/admin/health");
  expect(checks.length).toBeGreaterThan(2);
  expect(checks.find(({ name }) => name === "database")).toMatchObject({
    code: "DATABASE_ANSWERS",
    fields: { version: expect.any(String) as string },
    problem: null,
  });
  await expect(api(staff).call("GET /api/admin/health")).rejects.toMatchObject({ status: 403 });
});
