import type { ImportReport } from "@portico/contract/imports.ts";
import { importColumns } from "@portico/contract/import-columns.ts";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inTransaction, type Tx } from "../../appservice/src/db/connection.ts";
import { createImportService } from "../../appservice/src/features/directory/import/service.ts";
import { LAST_URGENT, nextGaps } from "../../appservice/src/features/rooms/members/store.ts";
import { writeStructure } from "../../appservice/src/features/rooms/structure/store.ts";
import { csvFiles } from "../support/csv.ts";
import { type CompanyFiles, generateCompany } from "../support/generated-company.ts";
import { type OwnDatabase, ownDatabase } from "../support/own-database.ts";
import { stack } from "../support/stack.ts";

/** A company of 10,000 in a database of its own, so that no homeserver follows it for hours. */
const company = generateCompany({ people: 10_000, departments: 1_000, projects: 300 });
const rows = Object.values(company).reduce((sum, text) => sum + text.trimEnd().split("\n").length - 1, 0);
const operator = { kind: "operator", role: "operator" } as const;
let database: OwnDatabase;
let imports: ReturnType<typeof createImportService>;

const handIn = (files: Partial<CompanyFiles>, dryRun = false): Promise<ImportReport> =>
  imports.run(operator, { dryRun, ...csvFiles(files) });

beforeAll(async () => {
  database = await ownDatabase();
  const { db } = database;
  await database.rows(
    `INSERT INTO account (user_id, class, role, name_en, name_zh, locale) VALUES ('@first:x', 'staff', 'admin', 'First', '', 'en')`,
  );
  imports = createImportService({ db, settings: stack().settings, rooms: { setStructure: writeStructure, wake() {} } });
  const first = await handIn(company);
  expect(first).toMatchObject({ applied: true, counts: { create: rows, update: 0, leave: 0, refuse: 0 } });
  expect(first.difference.counts).toMatchObject({ people: { joins: 10_000 }, rooms: { opens: 2_303 } });
}, 120_000);
afterAll(() => database.drop());

/** Everything that an import could change. */
const fingerprint = async (): Promise<unknown> => {
  const tables = ["person", "account", "department", "position", "project", "project_member", "rank", "customer"];
  const digest = (table: string) => `(SELECT sum(hashtextextended(t::text, 0)) FROM ${table} t) AS "${table}"`;
  const wanted = ["managed_room", "wanted_membership", "membership_gap"];
  const { rows: found } = await database.rows(
    `SELECT ${[...tables, ...wanted].map(digest).join(", ")}, (SELECT policy_version FROM installation) AS policy,
       (SELECT max(id) FROM domain_event WHERE name <> 'directory.imported') AS events`,
  );
  return found[0];
};

const memberships = async (): Promise<Set<string>> => {
  const { rows: found } = await database.rows<{ key: string }>(
    "SELECT user_id || ' ' || room_key || ' ' || source || ' ' || source_id || ' ' || power AS key FROM wanted_membership",
  );
  return new Set(found.map(({ key }) => key));
};

const difference = (left: ReadonlySet<string>, right: ReadonlySet<string>): string[] =>
  [...left, ...right].filter((key) => !(left.has(key) && right.has(key)));

/** `people.csv` with the cells of some people changed, by their number. */
function changedPeople(changes: ReadonlyMap<number, Record<string, string>>): string {
  const [head = "", ...lines] = company.people.trimEnd().split("\n");
  const changed = lines.map((line, number) => {
    const cells = line.split(",");
    for (const [column, value] of Object.entries(changes.get(number) ?? {})) {
      cells[(importColumns.people as readonly string[]).indexOf(column)] = value;
    }
    return cells.join(",");
  });
  return `${[head, ...changed].join("\n")}\n`;
}

/** How many rows of a table a piece of work reads from its beginning to its end, instead of finding them. */
async function rowsScanned(table: string, work: (tx: Tx) => Promise<unknown>): Promise<number> {
  return inTransaction(database.db, async (tx) => {
    await work(tx);
    const { rows: found } = await sql<{ count: number }>`
      SELECT seq_tup_read AS count FROM pg_stat_xact_user_tables WHERE relname = ${table}`.execute(tx);
    return found[0]?.count ?? 0;
  });
}

describe("a company of 10,000 people in 1,000 departments", { timeout: 120_000 }, () => {
  test("handed in again changes nothing", async () => {
    const before = await fingerprint();
    for (const dryRun of [true, false]) {
      const report = await handIn(company, dryRun);
      expect(report).toMatchObject({ applied: !dryRun, rows: [], brakes: [] });
      expect(report.counts).toEqual({ create: 0, update: 0, unchanged: rows, leave: 0, refuse: 0 });
      expect(report.difference).toMatchObject({ counts: { enter: 0, exit: 0 }, people: [], rooms: [] });
      expect(report.durationMs).toBeLessThan(10_000);
    }
    expect(await fingerprint()).toEqual(before);
  });

  test("with one of them in another department changes exactly his memberships", async () => {
    const before = await memberships();
    const people = changedPeople(new Map([[5_432, { department_id: "d999" }]]));
    const report = await handIn({ ...company, people });
    expect(report).toMatchObject({ applied: true, counts: { create: 0, update: 1, leave: 0, refuse: 0 } });
    expect(report.difference.people).toMatchObject([
      { what: "moves", enter: ["department:d999:room"], exit: ["department:d432:room"] },
    ]);

    const after = await memberships();
    const changed = difference(before, after);
    expect(changed.length).toBeGreaterThan(1);
    expect(changed.filter((key) => !key.startsWith("@user.5432:"))).toEqual([]);
    // He is not put behind those who wait for their first room, nor is the administrator who was here before.
    const urgent = await database.rows<{ user_id: string }>(
      "SELECT DISTINCT user_id FROM membership_gap WHERE priority < 4 ORDER BY user_id",
    );
    expect(urgent.rows.map(({ user_id: userId }) => userId.split(":")[0])).toEqual(["@first", "@user.5432"]);
  });

  test("is followed a few people at a time without reading the memberships of all", async () => {
    await database.rows("UPDATE managed_room SET room_id = '!' || key, loaded_at = now()");
    await database.rows("UPDATE account SET applied_profile = wanted_profile");
    for (const table of ["membership_gap", "wanted_membership", "managed_room", "account"]) {
      await database.rows(`ANALYZE ${table}`);
    }
    const found: unknown[] = [];
    const scanned = await rowsScanned("wanted_membership", async (tx) => {
      found.push(...(await nextGaps(tx, { priorities: [LAST_URGENT + 1, 9], limit: 16 })));
    });
    expect(found).toHaveLength(16);
    expect(scanned).toBe(0);
  });

  test("with bad rows among them is refused as a whole, and each of those is named", async () => {
    const bad = [
      ["DEPARTMENT_UNKNOWN", { department_id: "nowhere" }],
      ["RANK_UNKNOWN", { rank_id: "emperor" }],
      ["MANAGER_UNKNOWN", { manager_id: "nobody" }],
      ["FORMULA_IN_CELL", { title: "=1+1" }],
      ["VALUE_MISSING", { name: "" }],
    ] as const;
    const planted = new Map(
      Array.from({ length: 500 }, (_, index) => [index * 20 + 7, bad[index % bad.length] ?? bad[0]] as const),
    );
    const people = changedPeople(new Map([...planted].map(([number, [, cells]]) => [number, cells])));
    // What is good in the other files is not taken either.
    const departments = company.departments.replace("Department 1,", "Department One,");
    const before = await fingerprint();
    const report = await handIn({ ...company, departments, people });
    expect(report).toMatchObject({ applied: false, counts: { refuse: planted.size } });
    const refused = report.rows.filter(({ action }) => action === "refuse");
    const found = refused.map(({ line, problems }) => [line - 2, problems.map(({ code }) => code)]);
    expect(found.toSorted(([left], [right]) => Number(left) - Number(right))).toEqual(
      [...planted].map(([number, [code]]) => [number, [code]]),
    );
    expect(report.rows.slice(0, planted.size)).toEqual(refused);
    expect(await fingerprint()).toEqual(before);
  });
});
