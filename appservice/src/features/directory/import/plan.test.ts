import { describe, expect, test } from "vitest";
import { importColumns } from "@portico/contract/import-columns.ts";
import { type AnyCells, type Cells, type GivenFiles, keyOf, perFile, type Row, type Stored } from "./files.ts";
import { planImport } from "./plan.ts";

type File = keyof typeof importColumns;
const rules = { reserved: { prefix: "guest-", usernames: ["portico"] }, brakePercent: 10 };

function rows<F extends File>(file: F, ...records: Partial<Cells<F>>[]): Row<F>[] {
  const empty = Object.fromEntries(importColumns[file].map((column) => [column, ""]));
  return records.map((cells, index) => ({
    line: index + 2,
    cells: { ...empty, ...cells } as unknown as Cells<F>,
    problems: [],
  }));
}

const person = (id: string, more: Partial<Cells<"people">> = {}): Partial<Cells<"people">> => ({
  id,
  username: id,
  name: id,
  role: "staff",
  ...more,
});

function stored(given: GivenFiles, inactive: readonly string[] = []): Stored {
  const all = perFile(
    (file) =>
      new Map(
        (given[file] ?? []).map(({ cells }: { cells: AnyCells }) => {
          const key = keyOf(file, cells);
          return [key, { cells, active: !inactive.includes(key) && cells["state"] !== "ended" }] as const;
        }),
      ),
  );
  return all;
}

const NOTHING = stored({});
const BASE: GivenFiles = {
  departments: rows("departments", { id: "rnd", name: "R&D" }, { id: "fw", name: "Firmware", parent_id: "rnd" }),
  ranks: rows("ranks", { id: "lead", level: "3", name: "Lead" }),
  people: rows(
    "people",
    person("han", { department_id: "rnd", rank_id: "lead" }),
    person("sun", { department_id: "fw", manager_id: "han" }),
  ),
  customers: rows("customers", { id: "jinghe", name: "Jinghe" }),
};
const PROJECTS: GivenFiles = {
  ...BASE,
  positions: rows("positions", { id: "sun-2", person_id: "sun", department_id: "rnd", manager_id: "han" }),
  projects: rows(
    "projects",
    { id: "fix", name: "Fix", lead_id: "sun", state: "active" },
    { id: "fair", name: "Fair", lead_id: "han", state: "ended" },
  ),
  project_members: rows(
    "project_members",
    { project_id: "fix", person_id: "han" },
    { project_id: "fix", person_id: "sun" },
    { project_id: "fair", person_id: "han" },
  ),
};

const problemsOf = (given: GivenFiles, before: Stored = NOTHING) =>
  planImport({ ...BASE, ...given }, before, rules).rows.flatMap((row) =>
    row.problems.map((problem) => [row.file, row.id, problem.code, problem.field, problem.value]),
  );

describe("what happens to a row", () => {
  test("everything is new", () => {
    const { counts } = planImport(BASE, NOTHING, rules);
    expect(counts).toEqual({ create: 6, update: 0, unchanged: 0, leave: 0, refuse: 0 });
  });

  test("a repeat changes nothing", () => {
    const plan = planImport(BASE, stored(BASE), rules);
    expect(plan.counts).toEqual({ create: 0, update: 0, unchanged: 6, leave: 0, refuse: 0 });
    expect(plan.rows).toEqual([]);
    expect(plan.write.people).toEqual([]);
  });

  test("a change is told field by field", () => {
    const people = rows("people", person("han", { title: "Director" }), person("sun", { department_id: "fw" }));
    expect(planImport({ people }, stored(BASE), rules).rows).toMatchObject([
      {
        action: "update",
        id: "han",
        changes: [
          { field: "department_id", from: "rnd", to: "" },
          { field: "rank_id", from: "lead", to: "" },
          { field: "title", from: "", to: "Director" },
        ],
      },
      { action: "update", id: "sun", changes: [{ field: "manager_id", from: "han", to: "" }] },
    ]);
  });

  test("who is no longer named leaves; a file that is missing leaves its records as they are", () => {
    const plan = planImport({ people: rows("people", person("han")) }, stored(BASE), rules);
    expect(plan.leave).toMatchObject({ people: ["sun"], departments: [], ranks: [] });
  });

  test("who left and is named again comes back", () => {
    const plan = planImport({ people: BASE.people ?? [] }, stored(BASE, ["sun"]), rules);
    expect(plan.rows).toMatchObject([{ id: "sun", changes: [{ field: "state", from: "left", to: "active" }] }]);
  });

  test("an empty role keeps the role that was given since, and is staff for who is new", () => {
    const before = stored({ ...BASE, people: rows("people", person("han", { role: "admin" })) });
    const people = rows("people", person("han", { role: "" }), person("sun", { role: "" }));
    const plan = planImport({ people }, before, rules);
    expect(plan.write.people.map((cells) => cells.role)).toEqual(["staff"]);
    expect(plan.counts).toMatchObject({ create: 1, unchanged: 1 });
  });
});

describe("what is wrong with a row", () => {
  test.each<[string, GivenFiles, unknown[]]>([
    [
      "an id twice",
      { ranks: rows("ranks", { id: "a", level: "1", name: "A" }, { id: "a", level: "2", name: "B" }) },
      [
        ["people", "han", "RANK_UNKNOWN", "rank_id", "lead"],
        ["ranks", "a", "DUPLICATE_ID", "id", "a"],
        ["ranks", "a", "DUPLICATE_ID", "id", "a"],
      ],
    ],
    [
      "a user name twice",
      { people: rows("people", person("han"), person("sun", { username: "han" })) },
      [
        ["people", "han", "DUPLICATE_USERNAME", "username", "han"],
        ["people", "sun", "DUPLICATE_USERNAME", "username", "han"],
      ],
    ],
    [
      "a department, rank or manager that nobody knows",
      { people: rows("people", person("han", { department_id: "x", rank_id: "y", manager_id: "z" })) },
      [
        ["people", "han", "DEPARTMENT_UNKNOWN", "department_id", "x"],
        ["people", "han", "RANK_UNKNOWN", "rank_id", "y"],
        ["people", "han", "MANAGER_UNKNOWN", "manager_id", "z"],
      ],
    ],
    [
      "a cycle of managers, with the chain",
      { people: rows("people", person("han", { manager_id: "sun" }), person("sun", { manager_id: "han" })) },
      [
        ["people", "han", "MANAGER_CYCLE", "manager_id", "han → sun → han"],
        ["people", "sun", "MANAGER_CYCLE", "manager_id", "sun → han → sun"],
      ],
    ],
    [
      "a cycle of departments, and a head whom nobody knows",
      {
        departments: rows(
          "departments",
          { id: "rnd", name: "R&D", parent_id: "fw", head_id: "nobody" },
          { id: "fw", name: "Firmware", parent_id: "rnd" },
        ),
      },
      [
        ["departments", "rnd", "HEAD_UNKNOWN", "head_id", "nobody"],
        ["departments", "rnd", "DEPARTMENT_CYCLE", "parent_id", "rnd → fw → rnd"],
        ["departments", "fw", "DEPARTMENT_CYCLE", "parent_id", "fw → rnd → fw"],
      ],
    ],
    [
      "values that cannot be",
      {
        people: rows("people", {
          ...person("han"),
          username: "Han Dong",
          name: "",
          email: "han",
          role: "guest",
        }),
      },
      [
        ["people", "han", "VALUE_INVALID", "username", "Han Dong"],
        ["people", "han", "VALUE_MISSING", "name", ""],
        ["people", "han", "VALUE_INVALID", "email", "han"],
        ["people", "han", "VALUE_INVALID", "role", "guest"],
      ],
    ],
    [
      "user names that the installation keeps for itself",
      { people: rows("people", person("han", { username: "guest-han" }), person("sun", { username: "portico" })) },
      [
        ["people", "han", "VALUE_INVALID", "username", "guest-han"],
        ["people", "sun", "VALUE_INVALID", "username", "portico"],
      ],
    ],
  ])("%s", (_, given, problems) => {
    const found = problemsOf(given);
    expect(found).toEqual(expect.arrayContaining(problems));
    expect(found).toHaveLength(problems.length);
  });

  test("a user name is for life, and is not handed on", () => {
    const before = stored(BASE, ["sun"]);
    const people = rows("people", person("han", { username: "han2" }), person("new", { username: "sun" }));
    expect(problemsOf({ people }, before)).toEqual([
      ["people", "han", "VALUE_INVALID", "username", "han2"],
      ["people", "new", "DUPLICATE_USERNAME", "username", "sun"],
    ]);
  });

  test("a department that goes must not leave people behind", () => {
    const departments = rows("departments", { id: "rnd", name: "R&D" });
    const { counts, rows: report } = planImport({ departments }, stored(BASE), rules);
    expect(counts).toMatchObject({ refuse: 1, leave: 1 });
    expect(report[0]).toMatchObject({ file: "people", line: 0, id: "sun", action: "refuse" });
  });
});

describe("positions and projects", () => {
  const before = stored(PROJECTS);
  const actions = (given: GivenFiles, from = before) =>
    planImport(given, from, rules).rows.map(({ file, id, action, changes }) => [
      file,
      id,
      action,
      ...changes.map(({ field, to }) => `${field}=${to}`),
    ]);

  test("a repeat changes nothing, an ended project included", () => {
    expect(planImport(PROJECTS, before, rules)).toMatchObject({ counts: { unchanged: 12 }, rows: [] });
  });

  test("who leaves takes along positions and memberships, and stays the one whom others stand in for", () => {
    expect(actions({ people: rows("people", person("han", { department_id: "rnd", rank_id: "lead" })) })).toEqual([
      ["people", "sun", "leave"],
      ["positions", "sun-2", "leave"],
      ["project_members", "fix/sun", "leave"],
    ]);
    const longAgo = stored({ ...PROJECTS, positions: [], project_members: [] }, ["sun"]);
    expect(actions({ ranks: PROJECTS.ranks ?? [] }, longAgo)).toEqual([]);
  });

  test("a file that still names who leaves is refused", () => {
    const people = rows("people", person("han", { department_id: "rnd", rank_id: "lead" }));
    const found = planImport({ ...PROJECTS, people }, before, rules).rows.flatMap((row) =>
      row.problems.map(({ code, field }) => [row.file, row.id, code, field]),
    );
    expect(found).toEqual([
      ["positions", "sun-2", "PERSON_UNKNOWN", "person_id"],
      ["projects", "fix", "PERSON_UNKNOWN", "lead_id"],
      ["project_members", "fix/sun", "PERSON_UNKNOWN", "person_id"],
    ]);
  });

  test("a project ends when it says so or is no longer named, and runs again", () => {
    const fair = { id: "fair", name: "Fair", lead_id: "han" };
    expect(actions({ projects: rows("projects", { ...fair, state: "ended" }) })).toEqual([
      ["projects", "fix", "leave"],
    ]);
    expect(actions({ projects: rows("projects", { id: "fix", name: "Fix", lead_id: "sun" }, { ...fair }) })).toEqual([
      ["projects", "fair", "update", "state=active"],
    ]);
  });

  test("members of a project that has ended stay with it", () => {
    expect(actions({ project_members: rows("project_members", { project_id: "fix", person_id: "sun" }) })).toEqual([
      ["project_members", "fix/han", "leave"],
    ]);
  });

  test("what nobody knows, and what is there twice", () => {
    const given: GivenFiles = {
      positions: rows("positions", { id: "p", person_id: "x", department_id: "y", rank_id: "z", manager_id: "w" }),
      project_members: rows(
        "project_members",
        { project_id: "none", person_id: "sun" },
        { project_id: "fix", person_id: "sun" },
        { project_id: "fix", person_id: "sun" },
      ),
    };
    const found = planImport(given, before, rules).rows.flatMap((row) =>
      row.problems.map(({ code, field, value }) => `${row.id} ${code} ${field} ${value}`),
    );
    expect(found).toEqual([
      "p PERSON_UNKNOWN person_id x",
      "p DEPARTMENT_UNKNOWN department_id y",
      "p RANK_UNKNOWN rank_id z",
      "p MANAGER_UNKNOWN manager_id w",
      "none/sun PROJECT_UNKNOWN project_id none",
      "fix/sun DUPLICATE_ID person_id fix/sun",
      "fix/sun DUPLICATE_ID person_id fix/sun",
    ]);
  });

  test("departments below the twentieth level", () => {
    const departments = rows(
      "departments",
      ...Array.from({ length: 21 }, (_, n) => ({ id: `d${n}`, name: "D", parent_id: n === 0 ? "" : `d${n - 1}` })),
    );
    expect(problemsOf({ departments, people: [] }).filter(([file]) => file === "departments")).toEqual([
      ["departments", "d20", "DEPARTMENT_DEPTH", "parent_id", "d19"],
    ]);
  });
});

describe("the brake", () => {
  const staff = (count: number): GivenFiles => ({
    people: rows("people", ...Array.from({ length: count }, (_, n) => person(`p${n}`))),
  });
  test.each([
    [100, 90, 10, false],
    [100, 89, 10, true],
    [8, 3, 10, false],
    [8, 2, 10, true],
    [100, 0, 100, false],
    [100, 94, 0, true],
  ])("of %i people %i stay, %i %% may go: %s", (before, after, brakePercent, braked) => {
    const { brakes } = planImport(staff(after), stored(staff(before)), { ...rules, brakePercent });
    expect(brakes).toEqual(
      braked ? [{ what: "people", leaving: before - after, total: before, percent: brakePercent }] : [],
    );
  });
});
