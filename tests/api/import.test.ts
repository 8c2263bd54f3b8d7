import { createHash } from "node:crypto";
import type { ImportFile, ImportReport } from "@portico/contract/imports.ts";
import { beforeAll, describe, expect, test } from "vitest";
import { api } from "../support/api.ts";
import { csvFile, csvFiles, sampleCsv, sampleFiles } from "../support/csv.ts";
import { query } from "../support/database.ts";
import { generateCompany } from "../support/generated-company.ts";
import { withoutOtherAdmins } from "../support/last-admin.ts";
import { matrix } from "../support/matrix.ts";
import { signIn, signInByLink, type User } from "../support/sign-in.ts";
import { uniqueName } from "../support/factories.ts";
import { waitFor } from "../support/wait-for.ts";

let admin: User;
let staff: User;
beforeAll(async () => {
  [admin, staff] = await Promise.all([signIn("admin"), signIn("staff")]);
});

type Files = Partial<Record<ImportFile, string | Uint8Array>>;
type Confirmed = { confirmLeavers?: number; confirmDepartments?: number };

const send = (files: Files, dryRun: boolean, confirmed: Confirmed = {}) =>
  api(admin).call("POST /api/directory/imports", { body: { dryRun, ...confirmed, ...csvFiles(files) } });
const tryOut = (files: Files) => send(files, true);
const importNow = (files: Files, confirmed: Confirmed = {}) => send(files, false, confirmed);
const recordOf = (importId: string) =>
  api(admin).call("GET /api/directory/imports/{importId}", { params: { importId } });
const newestRecord = async () => {
  const { items } = await api(admin).call("GET /api/directory/imports", { query: { limit: 1 } });
  return items[0];
};
const problemsOf = (report: ImportReport) => report.rows.flatMap((row) => row.problems.map(({ code }) => code));

/** Everything that an import could change, when the rooms have followed what came before. */
async function fingerprint() {
  await waitFor("accounts and rooms follow", async () => {
    const { accounts, rooms, memberships: members } = await api(admin).call("GET /api/directory/provisioning");
    return [accounts, rooms, members].every(({ wanted, done }) => wanted === done);
  });
  return query(`SELECT
    (SELECT md5(string_agg(p::text, ',' ORDER BY p.id)) FROM person p) AS people,
    (SELECT md5(string_agg(a::text, ',' ORDER BY a.user_id)) FROM account a) AS accounts,
    (SELECT md5(string_agg(d::text, ',' ORDER BY d.id)) FROM department d) AS departments,
    (SELECT md5(string_agg(p::text, ',' ORDER BY p.id)) FROM position p) AS positions,
    (SELECT md5(string_agg(p::text, ',' ORDER BY p.id)) FROM project p) AS projects,
    (SELECT md5(string_agg(m::text, ',' ORDER BY m.project_id, m.person_id)) FROM project_member m) AS members,
    (SELECT md5(string_agg(w::text, ',' ORDER BY w.room_key, w.user_id, w.source, w.source_id))
      FROM wanted_membership w WHERE source IN ('company', 'department', 'project')) AS memberships,
    (SELECT md5(string_agg(key || wanted_version, ',' ORDER BY key)) FROM managed_room) AS rooms,
    (SELECT policy_version FROM installation) AS policy,
    (SELECT max(id) FROM domain_event WHERE name NOT LIKE 'room.%') AS events`);
}

const memberships = async () =>
  new Set(
    (
      await query<{ key: string }>(
        "SELECT user_id || ' ' || room_key || ' ' || source || ' ' || source_id || ' ' || power AS key FROM wanted_membership",
      )
    ).map(({ key }) => key),
  );
const eventsSince = async (id: number) =>
  (
    await query<{ name: string; payload: unknown }>(
      "SELECT name, payload FROM domain_event WHERE id > $1 AND name NOT LIKE 'room.%' ORDER BY id",
      [id],
    )
  ).map(({ name, payload }) => [name, payload]);
const lastEvent = async () =>
  Number((await query<{ id: string }>("SELECT coalesce(max(id), 0) AS id FROM domain_event"))[0]?.id);

/** A row of people.csv. */
const person = (id: string, changes: { name?: string; department?: string; manager?: string; rank?: string } = {}) =>
  `${id},${id},${changes.name ?? "Test Person"},测试,${id}@example.com,${changes.department ?? "rnd"},${changes.rank ?? "specialist"},Tester,测试,${changes.manager ?? "han-dongxu"},`;

describe("the same files again", () => {
  test("change nothing: no version, no membership, no event", async () => {
    const before = await fingerprint();
    const report = await importNow(sampleFiles());
    expect(report).toMatchObject({ applied: true, dryRun: false, by: admin.userId, rows: [], refusal: null });
    expect(report.counts).toMatchObject({ create: 0, update: 0, leave: 0, refuse: 0 });
    expect(report.difference).toMatchObject({ counts: { enter: 0, exit: 0 }, people: [], rooms: [] });
    expect(await fingerprint()).toEqual(before);
  });

  test("a part of them leaves the rest as it is", async () => {
    const before = await fingerprint();
    const report = await importNow({ ranks: sampleCsv("ranks"), project_members: sampleCsv("project_members") });
    expect(report).toMatchObject({ applied: true, counts: { create: 0, update: 0, leave: 0, refuse: 0 } });
    expect(await fingerprint()).toEqual(before);
  });
});

describe("a dry run", () => {
  test("tells who comes, changes, moves and goes, and which rooms; and changes nothing", async () => {
    const files = {
      people: sampleCsv("people", "new-one,new.one,New One,新人,,firmware,,,,sun-yue,")
        .replace("Buyer,采购员", "Senior Buyer,高级采购员")
        .replace("hao.cui@heronbay.example.com,corporate,", "hao.cui@heronbay.example.com,finance,")
        .replace(/^gong-meihua,.*\n/m, ""),
      projects: sampleCsv("projects", "p-new,New Project,新项目,sun-yue,").replace("bai-wei,active", "bai-wei,ended"),
    };
    const before = await fingerprint();
    const report = await tryOut(files);
    expect(report).toMatchObject({ applied: false, dryRun: true, refusal: null, brakes: [] });
    expect(await fingerprint()).toEqual(before);

    const { counts, people, rooms } = report.difference;
    expect(Object.fromEntries(people.map(({ userId, what }) => [userId.split(":")[0], what]))).toEqual({
      "@new.one": "joins",
      // Leads the new project.
      "@yue.sun": "moves",
      "@jun.lu": "changes",
      "@hao.cui": "moves",
      "@meihua.gong": "leaves",
    });
    expect(counts.people).toEqual({ joins: 1, moves: 2, changes: 1, leaves: 1 });
    const mover = people.find(({ userId }) => userId.startsWith("@hao.cui:"));
    expect(mover).toMatchObject({
      name: { en: "Cui Hao", zh: "崔浩" },
      enter: ["department:finance:room"],
      exit: ["department:corporate:room"],
    });
    const byKey = Object.fromEntries(rooms.map(({ key, what, enter, exit }) => [key, [what, enter, exit]]));
    expect(byKey).toMatchObject({
      "company:room": ["members", 1, 1],
      "project:p-new:room": ["opens", 1, 0],
      "project:expo:room": ["closes", 0, 1],
      "department:finance:room": ["members", 1, 0],
      "department:corporate:room": ["members", 0, 2],
    });
    expect(counts.rooms).toMatchObject({ opens: 1, closes: 1 });
    expect(counts.enter).toBe(rooms.reduce((sum, room) => sum + room.enter, 0));
    expect(counts.exit).toBe(rooms.reduce((sum, room) => sum + room.exit, 0));
    expect(await recordOf(report.id)).toEqual(report);
  });
});

describe("an applied import", () => {
  test("of one moved person changes exactly that person's memberships, and says so", async () => {
    const moved = sampleCsv("people").replace(
      "hao.cui@heronbay.example.com,corporate,",
      "hao.cui@heronbay.example.com,finance,",
    );
    const before = await memberships();
    const last = await lastEvent();
    const report = await importNow({ people: moved });
    const after = await memberships();
    const changed = [...before, ...after].filter((key) => !(before.has(key) && after.has(key)));
    expect(changed.length).toBeGreaterThan(0);
    expect(changed.filter((key) => !key.startsWith("@hao.cui:"))).toEqual([]);
    const userId = report.difference.people[0]?.userId;
    expect(await eventsSince(last)).toEqual([
      ["person.moved", { personId: "cui-hao", userId, from: ["corporate"], to: ["finance"] }],
      ["directory.imported", { importId: report.id, create: 0, update: 1, leave: 0 }],
    ]);
    await importNow({ people: sampleCsv("people") });
    expect(await memberships()).toEqual(before);
  });

  test("brings a person, who signs in by link and sets a password, and lets the person go again", async () => {
    const id = uniqueName("t-newcomer").replace(" ", "-");
    const last = await lastEvent();
    const real = await importNow({
      people: sampleCsv("people", person(id)),
      positions: sampleCsv("positions", `${id}-2,${id},finance,Helper,帮手,,`),
      project_members: sampleCsv("project_members", `expo,${id}`),
    });
    expect(real).toMatchObject({ applied: true, by: admin.userId, counts: { create: 3 } });
    expect(await recordOf(real.id)).toEqual(real);
    const userId = real.difference.people[0]?.userId ?? "";
    expect(await eventsSince(last)).toEqual([
      ["person.joined", { personId: id, userId, departments: ["rnd", "finance"] }],
      ["project.members-changed", { projectId: "expo", joined: [id], left: [] }],
      ["directory.imported", { importId: real.id, create: 3, update: 0, leave: 0 }],
    ]);
    const card = () => api(staff).call("GET /api/directory/people/{personId}", { params: { personId: id } });
    await waitFor("the newcomer's account exists", async () => (await card()).person.provisioned);

    const { link } = await api(admin).call("POST /api/directory/people/{personId}/links", { params: { personId: id } });
    const user = await signInByLink(link);
    expect(await api(user).call("GET /api/session")).toMatchObject({ class: "staff", role: "staff", person: { id } });
    await api(user).call("PUT /api/session/password", { body: { password: "long enough for anybody" } });
    const { departments } = await api(user).call("GET /api/directory/organisation");
    for (const department of ["rnd", "finance"]) {
      await matrix(user).waitUntilJoined(departments.find((each) => each.id === department)?.roomId ?? "");
    }
    const { projects } = await card();
    await matrix(user).waitUntilJoined(projects.find((project) => project.id === "expo")?.roomId ?? "");

    // Positions and projects go with the person, though only people.csv is handed in.
    const back = await importNow({ people: sampleCsv("people") });
    expect(back).toMatchObject({ applied: true, counts: { leave: 3 } });
    expect(back.difference.people).toMatchObject([{ userId, what: "leaves" }]);
    await expect(api(user).call("GET /api/session")).rejects.toMatchObject({ code: /SESSION_INVALID|ACCOUNT_ENDED/ });
    await waitFor("the homeserver refuses who has left", async () => {
      const { status } = await matrix(user).request("GET", "/_matrix/client/v3/account/whoami");
      return status >= 401;
    });
    await expect(
      api(admin).call("POST /api/directory/people/{personId}/links", { params: { personId: id } }),
    ).rejects.toMatchObject({ status: expect.toBeOneOf([403, 404]) as number });
  });

  test("ends a project and takes it up again; its members stay", async () => {
    const members = () =>
      query("SELECT user_id, power FROM wanted_membership WHERE room_key = 'project:expo:room' ORDER BY user_id");
    const before = await members();
    const last = await lastEvent();
    const ended = await importNow({ projects: sampleCsv("projects").replace("bai-wei,active", "bai-wei,ended") });
    expect(ended.difference.rooms).toMatchObject([{ key: "project:expo:room", what: "closes", enter: 0, exit: 0 }]);
    expect(await members()).toEqual(before);
    await importNow({ projects: sampleCsv("projects") });
    expect((await eventsSince(last)).map(([name]) => name)).toEqual([
      "project.ended",
      "directory.imported",
      "project.reopened",
      "directory.imported",
    ]);
  });

  test("in GB18030 is read as such, and says so", async () => {
    // 总监,助理 and so on, as a Chinese spreadsheet program saves them.
    const ranks = Buffer.concat(
      sampleCsv("ranks")
        .split(/(总经理|总监|经理|主管|高级|专员|助理)/)
        .map((part) => GB18030[part] ?? Buffer.from(part)),
    );
    const report = await importNow({ ranks });
    expect(report).toMatchObject({
      applied: true,
      counts: { update: 0, unchanged: 7 },
      files: [{ file: "ranks", encoding: "gb18030", rows: 7 }],
    });
  });
});

const GB18030: Readonly<Record<string, Buffer>> = {
  总经理: Buffer.from("d7dcbeadc0ed", "hex"),
  总监: Buffer.from("d7dcbce0", "hex"),
  经理: Buffer.from("beadc0ed", "hex"),
  主管: Buffer.from("d6f7b9dc", "hex"),
  高级: Buffer.from("b8dfbcb6", "hex"),
  专员: Buffer.from("d7a8d4b1", "hex"),
  助理: Buffer.from("d6fac0ed", "hex"),
};

describe("the mass-change brake", () => {
  /** The sample's people without thirteen of them, whom nobody reports to. */
  const without = ["ren-jie", "lu-jun", "tian-ye", "qian-yao", "pan-xiaoyu", "xie-fang", "dong-dawei", "yuan-mei"];
  const fewer = () =>
    sampleCsv("people")
      .split("\n")
      .filter((line) => !without.includes(line.split(",")[0] ?? ""))
      .join("\n");

  test("a dry run says what must be confirmed", async () => {
    const report = await tryOut({ people: fewer() });
    expect(report).toMatchObject({
      refusal: null,
      brakes: [{ what: "people", leaving: 8, total: 62, percent: 10 }],
      difference: { counts: { people: { leaves: 8 } } },
    });
  });

  test.each([
    ["without a number", {}],
    ["with one less", { confirmLeavers: 7 }],
    ["with one more", { confirmLeavers: 9 }],
    ["with that of departments", { confirmDepartments: 8 }],
  ])("%s it is refused and kept on record, and nobody goes", async (_, confirmed) => {
    const before = await fingerprint();
    const answer = await api(admin).raw("POST", "/api/directory/imports", {
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ dryRun: false, ...confirmed, ...csvFiles({ people: fewer() }) }),
    });
    expect(answer.status).toBe(409);
    expect(await answer.json()).toMatchObject({
      code: "IMPORT_BRAKE",
      fields: { what: "people", leaving: 8, total: 62, percent: 10 },
    });
    expect(await fingerprint()).toEqual(before);
    expect(await newestRecord()).toMatchObject({ applied: false, dryRun: false, refusal: { code: "IMPORT_BRAKE" } });
  });

  test("a number that is wrong is refused also where none is needed", async () => {
    await expect(
      importNow({ people: sampleCsv("people", person("t-brake")) }, { confirmLeavers: 1 }),
    ).rejects.toMatchObject({ status: 409, code: "IMPORT_BRAKE", body: { fields: { leaving: 0 } } });
  });

  test("departments have one, too", async () => {
    const { departments } = sampleFiles();
    const added = Array.from({ length: 8 }, (_, n) => `t-d${n},Team ${n},第${n}组,heronbay,`);
    await importNow({ departments: sampleCsv("departments", ...added) });
    await expect(importNow({ departments })).rejects.toMatchObject({
      code: "IMPORT_BRAKE",
      body: { fields: { what: "departments", leaving: 8, total: 20 } },
    });
    const report = await importNow({ departments }, { confirmDepartments: 8 });
    expect(report).toMatchObject({ applied: true, difference: { counts: { rooms: { closes: 16 } } } });
  });
});

describe("an import that is refused changes nothing", () => {
  test.each<[string, Files, string]>([
    ["a duplicate id", { people: sampleCsv("people", person("t-twice"), person("t-twice")) }, "DUPLICATE_ID"],
    ["a membership twice", { project_members: sampleCsv("project_members", "expo,bai-wei") }, "DUPLICATE_ID"],
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
    ["a position of nobody", { positions: sampleCsv("positions", "t-p,nobody,rnd,X,,,") }, "PERSON_UNKNOWN"],
    ["a project led by nobody", { projects: sampleCsv("projects", "t-j,X,,nobody,") }, "PERSON_UNKNOWN"],
    ["a member of no project", { project_members: sampleCsv("project_members", "none,bai-wei") }, "PROJECT_UNKNOWN"],
    ["a state that is none", { projects: sampleCsv("projects", "t-j,X,,,paused") }, "VALUE_INVALID"],
    ["a formula", { people: sampleCsv("people", person("t-sum", { name: "=1+1" })) }, "FORMULA_IN_CELL"],
    ["a missing value", { people: sampleCsv("people", person("t-none", { name: "" })) }, "VALUE_MISSING"],
    ["too few columns", { people: sampleCsv("people", "t-short,t-short") }, "COLUMN_COUNT"],
  ])("%s", async (_, files, code) => {
    const before = await fingerprint();
    for (const dryRun of [true, false]) {
      const report = await send(files, dryRun);
      expect(report).toMatchObject({ dryRun, applied: false });
      expect(problemsOf(report)).toContain(code);
      expect(report.rows[0]?.problems, "problems come first").not.toEqual([]);
      expect(await recordOf(report.id)).toEqual(report);
    }
    expect(await fingerprint()).toEqual(before);
  });

  test("each problem of a row is named, with its line", async () => {
    const report = await importNow({
      people: sampleCsv("people", "new-one,new.one,=HYPERLINK(A1),新人,,nowhere,,,,,"),
    });
    expect(report.rows[0]).toMatchObject({ file: "people", line: 64, id: "new-one", action: "refuse" });
    expect(problemsOf(report).toSorted()).toEqual(["DEPARTMENT_UNKNOWN", "FORMULA_IN_CELL"]);
  });

  test("of ten thousand rows each is reported", { timeout: 60_000 }, async () => {
    const { departments, people } = generateCompany({ people: 10_000, departments: 100, projects: 0 });
    const circle = people.replaceAll(/^e(\d+),(.*),[^,]*,[^,]*$/gm, (_row, n: string, middle: string) =>
      [`e${n}`, middle, `e${(Number(n) + 1) % 10_000}`, ""].join(","),
    );
    const before = await fingerprint();
    const report = await importNow({ departments, people: circle });
    expect(report).toMatchObject({ applied: false });
    const refused = report.rows.filter((row) => row.file === "people" && row.action === "refuse" && row.line > 0);
    expect(refused).toHaveLength(10_000);
    expect(new Set(refused.map((row) => row.line)).size).toBe(10_000);
    expect(refused[5_000]?.problems.map(({ code }) => code)).toContain("MANAGER_CYCLE");
    expect(await fingerprint()).toEqual(before);
  });

  test.each<[string, string | Uint8Array, string]>([
    ["0 rows", "id,level,name,name_zh\n", "NO_ROWS"],
    ["nothing at all", "", "EMPTY"],
    ["UTF-16", Buffer.from("id,level,name,name_zh\na,1,b,c", "utf16le"), "ENCODING_UTF16"],
    ["Windows-1252", Buffer.from("id,level,name,name_zh\na,1,Ren\xe9,x", "latin1"), "ENCODING_UNKNOWN"],
    [
      "a byte lost in the middle",
      Buffer.concat([Buffer.from("id,level,name,name_zh\na,1,x,总"), Buffer.from("监经理\n").subarray(1)]),
      "TEXT_DAMAGED",
    ],
    ["a workbook", Buffer.from("504b030400", "hex"), "WORKBOOK"],
    ["another table", "a,b\n1,2\n", "COLUMN_UNKNOWN"],
    ["a missing column", "id,level,name\na,1,x", "COLUMN_MISSING"],
  ])("a file with %s", async (_, ranks, problem) => {
    await expect(importNow({ ranks })).rejects.toMatchObject({
      status: 422,
      code: "IMPORT_FILE_INVALID",
      body: { fields: { file: "ranks.csv", problem } },
    });
    expect(await newestRecord()).toMatchObject({
      applied: false,
      files: [{ file: "ranks", encoding: null, rows: null }],
      refusal: { code: "IMPORT_FILE_INVALID", fields: { problem } },
    });
  });

  test("that would leave nobody to administer", async () => {
    const people = sampleCsv("people").replace(/^(cheng-yiming,.*,)admin$/m, "$1staff");
    await withoutOtherAdmins(admin.userId, async () => {
      await expect(importNow({ people })).rejects.toMatchObject({ status: 409, code: "LAST_ADMIN" });
    });
    expect(await newestRecord()).toMatchObject({ applied: false, refusal: { code: "LAST_ADMIN" } });
    expect(await query("SELECT role FROM person WHERE id = 'cheng-yiming'")).toEqual([{ role: "admin" }]);
  });
});

describe("a request", () => {
  test.each([
    ["no file", { dryRun: true }],
    ["a file that is not base64", { dryRun: true, ranks: { name: "ranks.csv", content: "%%%" } }],
    ["a file above 10 MB", { dryRun: true, ranks: { name: "ranks.csv", content: "A".repeat(14_000_004) } }],
    ["an unknown file", { dryRun: true, salaries: { name: "x", content: "" } }],
    ["a number that is none", { dryRun: true, confirmLeavers: -1, ranks: csvFile("ranks.csv", "x") }],
    ["no word on whether to change anything", {}],
  ])("with %s", async (_, body) => {
    await expect(
      api(admin).call("POST /api/directory/imports", { body: body as { dryRun: boolean } }),
    ).rejects.toMatchObject({ status: 400, code: "REQUEST_INVALID" });
  });

  test("above 20 MB", async () => {
    const answer = await api(admin).raw("POST", "/api/directory/imports", {
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ dryRun: true, ranks: { name: "x", content: "A".repeat(21_000_000) } }),
    });
    expect(answer.status).toBe(413);
  });

  test("of somebody who may not import", async () => {
    const body = { dryRun: true, people: csvFile("people.csv", sampleCsv("people")) };
    for (const [who, status] of [
      [staff, 403],
      ["nobody", 401],
    ] as const) {
      await expect(api(who).call("POST /api/directory/imports", { body })).rejects.toMatchObject({ status });
      await expect(api(who).call("GET /api/directory/imports")).rejects.toMatchObject({ status });
      await expect(
        api(who).call("GET /api/directory/imports/{importId}", { params: { importId: "x" } }),
      ).rejects.toMatchObject({ status });
      await expect(api(who).call("GET /api/directory/provisioning")).rejects.toMatchObject({ status });
    }
  });

  test("at the same moment as others: one runs, the others are told", async () => {
    const ranks = sampleCsv("ranks");
    const results = await Promise.allSettled(Array.from({ length: 4 }, () => importNow({ ranks })));
    const refused = results.filter((result) => result.status === "rejected");
    expect(results.length - refused.length).toBeGreaterThan(0);
    for (const { reason } of refused) expect(reason).toMatchObject({ status: 409, code: "IMPORT_RUNNING" });
  });
});

describe("records", () => {
  test("say what came, who handed it in and how long it took", async () => {
    const ranks = sampleCsv("ranks");
    const report = await tryOut({ ranks });
    expect(await newestRecord()).toMatchObject({
      id: report.id,
      dryRun: true,
      by: admin.userId,
      durationMs: report.durationMs,
      files: [
        {
          file: "ranks",
          name: "ranks.csv",
          bytes: Buffer.byteLength(ranks),
          sha256: createHash("sha256").update(ranks).digest("hex"),
          encoding: "utf-8",
          rows: 7,
        },
      ],
    });
    expect(report.durationMs).toBeGreaterThan(0);
  });

  test("come in pages, newest first", async () => {
    const first = await api(admin).call("GET /api/directory/imports", { query: { limit: 2 } });
    const second = await api(admin).call("GET /api/directory/imports", {
      query: { limit: 2, ...(first.nextCursor !== null && { cursor: first.nextCursor }) },
    });
    const ids = [...first.items, ...second.items].map(({ id }) => id);
    expect(ids).toEqual(ids.toSorted().toReversed());
    expect(new Set(ids).size).toBe(4);
    await expect(recordOf("20000101")).rejects.toMatchObject({ status: 404, code: "NOT_FOUND" });
  });

  test("dry runs are forgotten after a month, what counts is not", async () => {
    const [tried, applied] = [
      await tryOut({ ranks: sampleCsv("ranks") }),
      await importNow({ ranks: sampleCsv("ranks") }),
    ];
    await query("UPDATE directory_import SET at = at - interval '31 days' WHERE id = ANY($1)", [
      [tried.id, applied.id],
    ]);
    await tryOut({ ranks: sampleCsv("ranks") });
    await expect(recordOf(tried.id)).rejects.toMatchObject({ status: 404 });
    expect(await recordOf(applied.id)).toMatchObject({ applied: true });
  });
});

test("the progress of accounts and rooms is told", async () => {
  const { accounts, rooms } = await api(admin).call("GET /api/directory/provisioning");
  expect(accounts.done).toBeLessThanOrEqual(accounts.wanted);
  expect(rooms.wanted).toBeGreaterThanOrEqual(24);
});
