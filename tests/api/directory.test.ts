import type { ImportFile, ImportReport } from "@portico/contract/directory.ts";
import { beforeAll, describe, expect, test } from "vitest";
import { api } from "../support/api.ts";
import { csvFile, sampleCsv } from "../support/csv.ts";
import { query } from "../support/database.ts";
import { matrix } from "../support/matrix.ts";
import { signIn, signInByLink, type User } from "../support/sign-in.ts";
import { waitFor } from "../support/wait-for.ts";

let admin: User;
let staff: User;
beforeAll(async () => {
  [admin, staff] = await Promise.all([signIn("admin"), signIn("staff")]);
});

const send = (files: Partial<Record<ImportFile, string | Uint8Array>>, dryRun = true) =>
  api(admin).call("POST /api/directory/imports", {
    body: {
      dryRun,
      ...Object.fromEntries(
        Object.entries(files).map(([file, content]) => [file, csvFile(`${file}.csv`, content)] as const),
      ),
    },
  });

const problemsOf = (report: ImportReport) => report.rows.flatMap((row) => row.problems.map(({ code }) => code));
const countPeople = async () => (await query<{ n: number }>("SELECT count(*)::int AS n FROM person"))[0]?.n;

/** A row of people.csv: id, username, name, name_zh, email, department_id, rank_id, title, title_zh, manager_id, role. */
const person = (id: string, changes: { name?: string; department?: string; manager?: string; rank?: string } = {}) =>
  `${id},${id},${changes.name ?? "Test Person"},测试,${id}@example.com,${changes.department ?? "rnd"},${changes.rank ?? "specialist"},Tester,测试,${changes.manager ?? "han-dongxu"},`;

describe("the organisation", () => {
  test("staff see departments, ranks and people", async () => {
    const { departments, ranks } = await api(staff).call("GET /api/directory/organisation");
    expect(departments.length).toBeGreaterThanOrEqual(12);
    expect(ranks.length).toBeGreaterThan(2);
    expect(departments.filter((each) => each.parentId === null)).toHaveLength(1);
    const all = await api(staff).call("GET /api/directory/people", { query: { limit: 500 } });
    expect(all.total).toBe(all.items.length);
    expect(all.items.length).toBeGreaterThanOrEqual(55);
  });

  test("people come in pages, each once, in order", async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page: Awaited<ReturnType<typeof list>> = await list(cursor);
      seen.push(...page.items.map((each) => each.id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    const all = await api(staff).call("GET /api/directory/people", { query: { limit: 500 } });
    expect(seen).toEqual(all.items.map((each) => each.id));

    function list(after: string | undefined) {
      return api(staff).call("GET /api/directory/people", { query: { limit: 7, ...(after && { cursor: after }) } });
    }
  });

  test("people are found by department and by name in both scripts", async () => {
    const found = (search: string) =>
      api(staff)
        .call("GET /api/directory/people", { query: { search } })
        .then(({ items }) => items.map((each) => each.id));
    expect(await found("han dongxu")).toContain("han-dongxu");
    expect(await found("韩东旭")).toContain("han-dongxu");
    expect(await found("100%_no such person")).toEqual([]);
    const { items } = await api(staff).call("GET /api/directory/people", { query: { departmentId: "rnd" } });
    expect(items.map((each) => each.departmentId)).toEqual(items.map(() => "rnd"));
  });

  test("a person comes with line manager and reports", async () => {
    const card = await api(staff).call("GET /api/directory/people/{personId}", { params: { personId: "han-dongxu" } });
    expect(card.person.id).toBe("han-dongxu");
    expect(card.manager?.id).toBe("shen-ruolan");
    expect(card.reports.every((each) => each.managerId === "han-dongxu")).toBe(true);
    await expect(
      api(staff).call("GET /api/directory/people/{personId}", { params: { personId: "nobody-of-that-name" } }),
    ).rejects.toMatchObject({ status: 404, code: "NOT_FOUND" });
  });
});

describe("an import that is refused changes nothing", () => {
  test.each([
    ["a duplicate id", { people: sampleCsv("people", person("t-twice"), person("t-twice")) }, "DUPLICATE_ID"],
    [
      "an unknown department",
      { people: sampleCsv("people", person("t-lost", { department: "nowhere" })) },
      "DEPARTMENT_UNKNOWN",
    ],
    ["an unknown rank", { people: sampleCsv("people", person("t-rank", { rank: "emperor" })) }, "RANK_UNKNOWN"],
    ["an unknown manager", { people: sampleCsv("people", person("t-led", { manager: "nobody" })) }, "MANAGER_UNKNOWN"],
    [
      "a cycle of managers",
      { people: sampleCsv("people", person("t-one", { manager: "t-two" }), person("t-two", { manager: "t-one" })) },
      "MANAGER_CYCLE",
    ],
    [
      "a cycle of departments",
      { departments: sampleCsv("departments", "t-a,A,甲,t-b,", "t-b,B,乙,t-a,") },
      "DEPARTMENT_CYCLE",
    ],
    ["a formula", { people: sampleCsv("people", person("t-sum", { name: "=1+1" })) }, "FORMULA_IN_CELL"],
    ["a missing value", { people: sampleCsv("people", person("t-none", { name: "" })) }, "VALUE_MISSING"],
    ["too few columns", { people: sampleCsv("people", "t-short,t-short") }, "COLUMN_COUNT"],
  ] as const)("%s", async (_, files, code) => {
    const before = await countPeople();
    for (const dryRun of [true, false]) {
      const report = await send(files, dryRun);
      expect(report).toMatchObject({ dryRun, applied: false });
      expect(problemsOf(report)).toContain(code);
      expect(report.rows[0]?.problems, "problems come first").not.toEqual([]);
    }
    expect(await countPeople()).toBe(before);
  });

  test.each([
    ["0 rows", "id,level,name,name_zh\n"],
    ["nothing at all", ""],
    ["another encoding", new Uint8Array([...Buffer.from("id,level,name,name_zh\na,1,x,"), 0xd7, 0xdc, 0xbc, 0xe0])],
    ["a workbook", new Uint8Array([0x50, 0x4b, 0x03, 0x04, 0])],
    ["another table", "a,b\n1,2\n"],
  ])("a file with %s", async (_, ranks) => {
    await expect(send({ ranks }, false)).rejects.toMatchObject({
      status: 422,
      code: "IMPORT_FILE_INVALID",
      body: { fields: { file: "ranks.csv" } },
    });
  });

  test.each([
    ["no file", { dryRun: true }],
    ["a file that is not base64", { dryRun: true, ranks: { name: "ranks.csv", content: "%%%" } }],
    ["an unknown file", { dryRun: true, salaries: { name: "x", content: "" } }],
    ["no word on whether to change anything", {}],
  ])("a request with %s", async (_, body) => {
    await expect(
      api(admin).call("POST /api/directory/imports", { body: body as { dryRun: boolean } }),
    ).rejects.toMatchObject({ status: 400, code: "REQUEST_INVALID" });
  });

  test("of somebody who may not import", async () => {
    const body = { dryRun: true, people: csvFile("people.csv", sampleCsv("people")) };
    await expect(api(staff).call("POST /api/directory/imports", { body })).rejects.toMatchObject({ status: 403 });
    await expect(api("nobody").call("POST /api/directory/imports", { body })).rejects.toMatchObject({ status: 401 });
    await expect(api(staff).call("GET /api/directory/imports")).rejects.toMatchObject({ status: 403 });
    await expect(api(staff).call("GET /api/directory/provisioning")).rejects.toMatchObject({ status: 403 });
  });
});

describe("an import", () => {
  test("of what is known already changes nothing", async () => {
    const report = await send({ departments: sampleCsv("departments"), ranks: sampleCsv("ranks") }, false);
    expect(report).toMatchObject({ applied: true, counts: { create: 0, update: 0, leave: 0, refuse: 0 } });
  });

  test("brings a person, who signs in by link and sets a password, and lets the person go again", async () => {
    const id = "t-newcomer";
    const dry = await send({ people: sampleCsv("people", person(id)) });
    expect(dry).toMatchObject({ dryRun: true, applied: false, counts: { create: 1, refuse: 0 } });
    await expect(
      api(staff).call("GET /api/directory/people/{personId}", { params: { personId: id } }),
    ).rejects.toMatchObject({ status: 404 });

    const real = await send({ people: sampleCsv("people", person(id)) }, false);
    expect(real).toMatchObject({ applied: true, by: admin.userId, counts: { create: 1 } });
    expect(await api(admin).call("GET /api/directory/imports/{importId}", { params: { importId: real.id } })).toEqual(
      real,
    );
    const listed = await api(admin).call("GET /api/directory/imports", { query: { limit: 5 } });
    expect(listed.items.map((each) => each.id)).toContain(real.id);
    await waitFor("the newcomer's account exists", async () => {
      const card = await api(staff).call("GET /api/directory/people/{personId}", { params: { personId: id } });
      return card.person.provisioned;
    });

    const { link } = await api(admin).call("POST /api/directory/people/{personId}/links", { params: { personId: id } });
    const user = await signInByLink(link);
    expect(await api(user).call("GET /api/session")).toMatchObject({ class: "staff", role: "staff", person: { id } });
    await api(user).call("PUT /api/session/password", { body: { password: "long enough for anybody" } });
    const { departments } = await api(user).call("GET /api/directory/organisation");
    const room = departments.find((each) => each.id === "rnd")?.roomId ?? "";
    await matrix(user).waitUntilJoined(room);

    const back = await send({ people: sampleCsv("people") }, false);
    expect(back).toMatchObject({ applied: true, counts: { leave: 1 } });
    await expect(api(user).call("GET /api/session")).rejects.toMatchObject({ code: /SESSION_INVALID|ACCOUNT_ENDED/ });
    await waitFor("the homeserver refuses who has left", async () => {
      const { status } = await matrix(user).request("GET", "/_matrix/client/v3/account/whoami");
      return status >= 401;
    });
    await expect(
      api(admin).call("POST /api/directory/people/{personId}/links", { params: { personId: id } }),
    ).rejects.toMatchObject({ status: expect.toBeOneOf([403, 404]) as number });
  });

  test("is told of by the progress of accounts and rooms", async () => {
    const { accounts, rooms } = await api(admin).call("GET /api/directory/provisioning");
    expect(accounts.done).toBeLessThanOrEqual(accounts.wanted);
    expect(rooms.wanted).toBeGreaterThanOrEqual(24);
  });
});

describe("roles", () => {
  test("an administrator gives another one, and an old version is refused", async () => {
    const params = { personId: "ding-xiaoman" };
    const { person: before } = await api(admin).call("GET /api/directory/people/{personId}", { params });
    const key = "PUT /api/directory/people/{personId}/role";
    const changed = await api(admin).call(key, { params, body: { role: "sales", expectedVersion: before.version } });
    expect(changed).toMatchObject({ role: "sales" });
    await expect(
      api(admin).call(key, { params, body: { role: "auditor", expectedVersion: before.version } }),
    ).rejects.toMatchObject({ status: 409, code: "VERSION_CONFLICT" });
    await api(admin).call(key, { params, body: { role: before.role, expectedVersion: changed.version } });
  });

  test("nobody gives himself one", async () => {
    const body = { role: "admin" as const, expectedVersion: 1 };
    const { person } = await api(staff).call("GET /api/session");
    const params = { personId: person?.id ?? "" };
    for (const user of [staff, await signIn("department_head"), await signIn("auditor")]) {
      await expect(api(user).call("PUT /api/directory/people/{personId}/role", { params, body })).rejects.toMatchObject(
        { status: 403, body: { fields: { ability: "role.assign" } } },
      );
    }
    await expect(
      api(admin).call("PUT /api/directory/people/{personId}/role", {
        params,
        body: { role: "operator" as "admin", expectedVersion: 1 },
      }),
    ).rejects.toMatchObject({ status: 400 });
  });

  test("the table is for administrators and auditors", async () => {
    const { roles, abilities } = await api(admin).call("GET /api/roles");
    expect(roles.find((each) => each.role === "guest")?.abilities).toEqual(["room.read"]);
    expect(abilities.length).toBeGreaterThan(10);
    await expect(api(await signIn("auditor")).call("GET /api/roles")).resolves.toBeDefined();
    await expect(api(staff).call("GET /api/roles")).rejects.toMatchObject({ status: 403 });
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
    fields: { version: expect.any(String) },
    problem: null,
  });
  await expect(api(staff).call("GET /api/admin/health")).rejects.toMatchObject({ status: 403 });
});

describe("what a list or an import is asked twice or wrongly", () => {
  test.each(["%", "_", "\\", "'"])("%s is looked for, not obeyed", async (search) => {
    const { items } = await api(staff).call("GET /api/directory/people", { query: { search } });
    expect(items).toEqual([]);
  });

  test("a cursor that no list gave out", async () => {
    await expect(api(staff).call("GET /api/directory/people", { query: { cursor: "x" } })).rejects.toMatchObject({
      status: 400,
      code: "REQUEST_INVALID",
    });
  });

  test("imports at the same moment: one runs, the others are told", async () => {
    const ranks = sampleCsv("ranks");
    const results = await Promise.allSettled(Array.from({ length: 4 }, () => send({ ranks }, false)));
    const refused = results.filter((result) => result.status === "rejected");
    expect(results.length - refused.length).toBeGreaterThan(0);
    for (const { reason } of refused) expect(reason).toMatchObject({ status: 409, code: "IMPORT_RUNNING" });
  });

  test("a refused import stays on record, with its rows", async () => {
    const report = await send(
      { people: `${sampleCsv("people")}${person("lost", { department: "nowhere" })}\n` },
      false,
    );
    expect(report).toMatchObject({ applied: false, counts: { create: 0, leave: 0, refuse: 1 } });
    const kept = await api(admin).call("GET /api/directory/imports/{importId}", { params: { importId: report.id } });
    expect(kept).toEqual(report);
    const { items } = await api(admin).call("GET /api/directory/imports", { query: {} });
    expect(items.map(({ id }) => id)).toContain(report.id);
  });
});
