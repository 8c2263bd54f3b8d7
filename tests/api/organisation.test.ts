import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { importFiles, type ImportFile } from "@portico/contract/directory.ts";
import { beforeAll, describe, expect, test } from "vitest";
import { api } from "../support/api.ts";
import { checkout } from "../support/boot.ts";
import { query } from "../support/database.ts";
import { signIn, type User } from "../support/sign-in.ts";

let admin: User;
let staff: User;
beforeAll(async () => {
  [admin, staff] = await Promise.all([signIn("admin"), signIn("staff")]);
});

type Files = Partial<Record<ImportFile, string | Uint8Array>>;

/** The sample company's own files, so that a file that is handed in changes nothing but what a test changes in it. */
const sample = (file: ImportFile): Promise<string> =>
  readFile(join(checkout, "config", "sample-company", `${file}.csv`), "utf8");

const request = (files: Files, dryRun: boolean) => ({
  body: {
    dryRun,
    ...Object.fromEntries(
      Object.entries(files).map(([file, content]) => [
        file,
        { name: `${file}.csv`, content: Buffer.from(content).toString("base64") },
      ]),
    ),
  },
});
const dryRun = (files: Files) => api(admin).call("POST /api/directory/imports", request(files, true));
const importNow = (files: Files) => api(admin).call("POST /api/directory/imports", request(files, false));

/** What an import could have changed. */
const fingerprint = () =>
  query(`SELECT
    (SELECT md5(string_agg(p::text, ',' ORDER BY p.id)) FROM person p) AS people,
    (SELECT md5(string_agg(d::text, ',' ORDER BY d.id)) FROM department d) AS departments,
    (SELECT md5(string_agg(w::text, ',' ORDER BY w.room_key, w.user_id)) FROM wanted_membership w
      WHERE source IN ('company', 'department', 'project')) AS memberships`);

describe("organisation and people", () => {
  test("departments have their rooms, heads and people", async () => {
    const { company, departments, ranks } = await api(staff).call("GET /api/directory/organisation");
    expect(company).toEqual({ en: "Heronbay Instruments", zh: "鹭湾仪器" });
    expect(departments).toHaveLength(12);
    expect(ranks.map((rank) => rank.level)).toEqual(ranks.map((rank) => rank.level).toSorted((a, b) => b - a));
    const firmware = departments.find((department) => department.id === "firmware");
    expect(firmware).toMatchObject({ name: { en: "Firmware and Software", zh: "固件与软件部" }, parentId: "rnd" });
    expect(firmware?.spaceId).toMatch(/^!/);
    expect(firmware?.roomId).toMatch(/^!/);
    expect(firmware?.peopleCount).toBeGreaterThan(0);
  });

  test("a list goes on from its cursor, without repeats and without gaps", async () => {
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await api(staff).call("GET /api/directory/people", { query: { limit: 7, cursor } });
      ids.push(...page.items.map((person) => person.id));
      expect(page.total).toBe(62);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(new Set(ids).size).toBe(62);
    expect(ids).toHaveLength(62);
  });

  test.each([
    ["a Chinese name", "孙悦", "sun-yue"],
    ["an English name, whatever the case", "sun YUE", "sun-yue"],
    ["an address", "yue.sun@heronbay", "sun-yue"],
  ])("search by %s", async (_, search, id) => {
    const { items } = await api(staff).call("GET /api/directory/people", { query: { search } });
    expect(items.map((person) => person.id)).toEqual([id]);
  });

  test.each(["%", "_", "\\", "'"])("%s is looked for, not obeyed", async (search) => {
    const { items } = await api(staff).call("GET /api/directory/people", { query: { search } });
    expect(items).toEqual([]);
  });

  test("by department, and by account", async () => {
    const firmware = await api(staff).call("GET /api/directory/people", { query: { departmentId: "firmware" } });
    expect(new Set(firmware.items.map((person) => person.departmentId))).toEqual(new Set(["firmware"]));
    const own = await api(staff).call("GET /api/directory/people", { query: { userId: staff.userId } });
    expect(own.items).toMatchObject([{ userId: staff.userId, provisioned: true, state: "active" }]);
  });

  test("a person with line manager and reports", async () => {
    const { items } = await api(staff).call("GET /api/directory/people", { query: { search: "孙悦" } });
    const { person, manager } = await api(staff).call("GET /api/directory/people/{personId}", {
      params: { personId: "sun-yue" },
    });
    expect(person).toEqual(items[0]);
    expect(manager?.id).toBe(person.managerId);
    const { reports } = await api(staff).call("GET /api/directory/people/{personId}", {
      params: { personId: manager?.id ?? "" },
    });
    expect(reports.map((report) => report.id)).toContain("sun-yue");
  });

  test("wrong input", async () => {
    await expect(
      api(staff).call("GET /api/directory/people/{personId}", { params: { personId: "nobody" } }),
    ).rejects.toMatchObject({ status: 404, code: "NOT_FOUND" });
    await expect(api(staff).call("GET /api/directory/people", { query: { cursor: "x" } })).rejects.toMatchObject({
      status: 400,
      code: "REQUEST_INVALID",
    });
  });
});

describe("roles", () => {
  const setRole = (personId: string, role: "staff" | "sales" | "admin", expectedVersion: number) =>
    api(admin).call("PUT /api/directory/people/{personId}/role", {
      params: { personId },
      body: { role, expectedVersion },
    });
  const load = async (personId: string) =>
    (await api(admin).call("GET /api/directory/people/{personId}", { params: { personId } })).person;

  test("the table tells who holds what, and how many", async () => {
    const { roles, abilities } = await api(admin).call("GET /api/roles");
    expect(roles.find(({ role }) => role === "guest")?.abilities).toEqual(["room.read"]);
    expect(roles.find(({ role }) => role === "staff")?.people).toBeGreaterThan(10);
    expect(abilities.map(({ ability }) => ability)).toContain("role.assign");
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

  test("staff may not", async () => {
    await expect(
      api(staff).call("PUT /api/directory/people/{personId}/role", {
        params: { personId: "cui-hao" },
        body: { role: "admin", expectedVersion: 1 },
      }),
    ).rejects.toMatchObject({ status: 403, code: "ABILITY_MISSING" });
  });
});

describe("import", () => {
  test("the same files again change nothing", async () => {
    const files = Object.fromEntries(
      await Promise.all(importFiles.map(async (file) => [file, await sample(file)] as const)),
    );
    const before = await fingerprint();
    const report = await importNow(files);
    expect(report).toMatchObject({ applied: true, dryRun: false, by: admin.userId, rows: [] });
    expect(report.counts).toMatchObject({ create: 0, update: 0, leave: 0, refuse: 0 });
    expect(await fingerprint()).toEqual(before);
  });

  test("a dry run tells everything and changes nothing", async () => {
    const people = (await sample("people")).replace("Firmware Engineer", "Senior Firmware Engineer");
    const before = await fingerprint();
    const report = await dryRun({ people: `${people}new-one,new.one,New One,新人,,firmware,,,,sun-yue,\n` });
    expect(report).toMatchObject({ applied: false, dryRun: true });
    expect(report.counts).toMatchObject({ create: 1, update: 1, leave: 0, refuse: 0 });
    expect(await fingerprint()).toEqual(before);
  });

  test("one bad row, and nothing is applied; the record stays", async () => {
    const people = `${await sample("people")}new-one,new.one,=HYPERLINK(A1),新人,,nowhere,,,,,\n`;
    const before = await fingerprint();
    const report = await importNow({ people });
    expect(report).toMatchObject({ applied: false, counts: { create: 0, refuse: 1 } });
    expect(report.rows[0]).toMatchObject({ file: "people", line: 64, id: "new-one", action: "refuse" });
    expect(report.rows[0]?.problems.map((problem) => problem.code).toSorted()).toEqual([
      "DEPARTMENT_UNKNOWN",
      "FORMULA_IN_CELL",
    ]);
    expect(await fingerprint()).toEqual(before);

    const kept = await api(admin).call("GET /api/directory/imports/{importId}", { params: { importId: report.id } });
    expect(kept).toEqual(report);
    const { items } = await api(admin).call("GET /api/directory/imports", { query: { limit: 1 } });
    expect(items).toEqual([expect.objectContaining({ id: report.id, applied: false })]);
  });

  test.each<[string, Uint8Array, string]>([
    ["UTF-16", Buffer.from("id,level,name,name_zh\na,1,b,c", "utf16le"), "ENCODING_UTF16"],
    // 总监 in GB18030.
    [
      "GB18030",
      Buffer.concat([Buffer.from("id,level,name,name_zh\na,1,x,"), Buffer.of(0xd7, 0xdc, 0xbc, 0xe0)]),
      "ENCODING_GB18030",
    ],
    ["no rows", Buffer.from("id,level,name,name_zh\n"), "NO_ROWS"],
    ["a missing column", Buffer.from("id,level,name\na,1,x"), "COLUMN_MISSING"],
  ])("%s names the file", async (_, ranks, problem) => {
    await expect(importNow({ ranks })).rejects.toMatchObject({
      status: 422,
      code: "IMPORT_FILE_INVALID",
      body: { fields: { file: "ranks.csv", problem } },
    });
  });

  test("without a file", async () => {
    await expect(importNow({})).rejects.toMatchObject({ status: 400, code: "REQUEST_INVALID" });
  });

  test("two at once: one runs, the other is told", async () => {
    const ranks = await sample("ranks");
    const results = await Promise.allSettled(Array.from({ length: 4 }, () => importNow({ ranks })));
    const refused = results.filter((result) => result.status === "rejected");
    expect(results.length - refused.length).toBeGreaterThan(0);
    for (const { reason } of refused) expect(reason).toMatchObject({ status: 409, code: "IMPORT_RUNNING" });
  });
});
