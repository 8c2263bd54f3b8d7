import { importFiles, type ImportFile } from "@portico/contract/imports.ts";
import { findCycles } from "./cycles.ts";
import { tooDeep } from "./depth.ts";
import { type AnyCells, type AnyRow, keyOf, type RowProblemFound, type Rows, type Stored } from "./files.ts";
import { checkValues, invalid } from "./values.ts";

/** What the installation keeps for itself among user names. */
export interface Reserved {
  readonly prefix: string;
  readonly usernames: readonly string[];
}

/** Every row with all its problems, those of the world after the import included. */
export function checkRows(rows: Rows, stored: Stored, reserved: Reserved): Rows {
  const departments = idsOf(rows.departments);
  const ranks = idsOf(rows.ranks);
  const people = idsOf(rows.people);
  // What no file names anew may be led by somebody who has left: others stand in for him.
  const everybody = new Set([...people, ...stored.people.keys()]);
  const leads = ({ line }: AnyRow): ReadonlySet<string> => (line === 0 ? everybody : people);
  // Members of a project that is no longer named stay with it.
  const projects = new Set([...idsOf(rows.projects), ...stored.projects.keys()]);
  const owners = new Map([...stored.people].map(([id, { cells }]) => [cells.username, id]));
  const usernames = countOf(rows.people.map((row) => row.cells.username));
  const managers = findCycles(linksOf(rows.people, "manager_id"));
  const parents = linksOf(rows.departments, "parent_id");
  const parentCycles = findCycles(parents);
  const deep = tooDeep(parents, parentCycles);

  return checkEach({
    ...rows,
    departments: rows.departments.map((row) =>
      withProblems(row, [
        ...unknown(row.cells, "parent_id", departments, "DEPARTMENT_UNKNOWN"),
        ...unknown(row.cells, "head_id", leads(row), "HEAD_UNKNOWN"),
        ...cycle(row.cells.id, "parent_id", parentCycles, "DEPARTMENT_CYCLE"),
        ...(deep.has(row.cells.id)
          ? [{ code: "DEPARTMENT_DEPTH" as const, field: "parent_id", value: row.cells.parent_id }]
          : []),
      ]),
    ),
    people: rows.people.map((row) => {
      const { id, username } = row.cells;
      const before = stored.people.get(id)?.cells.username;
      const owner = owners.get(username);
      const taken = (usernames.get(username) ?? 0) > 1 || (owner !== undefined && owner !== id);
      return withProblems(row, [
        ...(username !== "" && taken
          ? [{ code: "DUPLICATE_USERNAME" as const, field: "username", value: username }]
          : []),
        // A Matrix user id is for life: messages and rooms hang on it.
        ...(before !== undefined && before !== username ? [invalid("username", username)] : []),
        ...(username.startsWith(reserved.prefix) || reserved.usernames.includes(username)
          ? [invalid("username", username)]
          : []),
        ...unknown(row.cells, "department_id", departments, "DEPARTMENT_UNKNOWN"),
        ...unknown(row.cells, "rank_id", ranks, "RANK_UNKNOWN"),
        ...unknown(row.cells, "manager_id", people, "MANAGER_UNKNOWN"),
        ...cycle(id, "manager_id", managers, "MANAGER_CYCLE"),
      ]);
    }),
    positions: rows.positions.map((row) =>
      withProblems(row, [
        ...unknown(row.cells, "person_id", people, "PERSON_UNKNOWN"),
        ...unknown(row.cells, "department_id", departments, "DEPARTMENT_UNKNOWN"),
        ...unknown(row.cells, "rank_id", ranks, "RANK_UNKNOWN"),
        ...unknown(row.cells, "manager_id", people, "MANAGER_UNKNOWN"),
      ]),
    ),
    projects: rows.projects.map((row) =>
      withProblems(row, unknown(row.cells, "lead_id", leads(row), "PERSON_UNKNOWN")),
    ),
    project_members: rows.project_members.map((row) =>
      withProblems(row, [
        ...unknown(row.cells, "project_id", projects, "PROJECT_UNKNOWN"),
        ...unknown(row.cells, "person_id", people, "PERSON_UNKNOWN"),
      ]),
    ),
  });
}

/** Problems that a row has by itself or with its own file. */
function checkEach(rows: Rows): Rows {
  const checked = importFiles.map((file) => [file, checkFile(file, rows[file])]);
  return Object.fromEntries(checked) as Rows;
}

function checkFile(file: ImportFile, rows: readonly AnyRow[]): AnyRow[] {
  const keys = countOf(rows.map((row) => keyOf(file, row.cells)));
  return rows.map((row) => {
    if (row.line === 0) return row;
    const key = keyOf(file, row.cells);
    const twice: RowProblemFound[] =
      key !== "" && (keys.get(key) ?? 0) > 1
        ? [{ code: "DUPLICATE_ID", field: file === "project_members" ? "person_id" : "id", value: key }]
        : [];
    return withProblems(row, [...twice, ...checkValues(file, row.cells)]);
  });
}

function unknown(
  cells: AnyCells,
  field: string,
  known: ReadonlySet<string>,
  code: RowProblemFound["code"],
): RowProblemFound[] {
  const value = cells[field] ?? "";
  return value === "" || known.has(value) ? [] : [{ code, field, value }];
}

function cycle(
  start: string,
  field: string,
  cycles: ReadonlyMap<string, readonly string[]>,
  code: RowProblemFound["code"],
): RowProblemFound[] {
  const chain = cycles.get(start);
  return chain === undefined ? [] : [{ code, field, value: chain.join(" → ") }];
}

const withProblems = <R extends AnyRow>(row: R, more: readonly RowProblemFound[]): R =>
  more.length === 0 ? row : { ...row, problems: [...row.problems, ...more] };

const idsOf = (rows: readonly { cells: { id: string } }[]): Set<string> => new Set(rows.map((row) => row.cells.id));

function countOf(values: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

const linksOf = <Field extends string>(
  rows: readonly { cells: Readonly<Record<"id" | Field, string>> }[],
  field: Field,
): Map<string, string> =>
  new Map(rows.flatMap(({ cells }) => (cells[field] === "" ? [] : [[cells.id, cells[field]] as const])));
