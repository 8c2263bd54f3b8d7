import { staffRoles } from "@portico/contract/abilities.ts";
import { ExternalId } from "@portico/contract/common.ts";
import { importFiles, type ImportFile } from "@portico/contract/directory.ts";
import { z } from "zod";
import { findCycles } from "./cycles.ts";
import type { AnyRow, RowProblemFound, Rows, Stored } from "./files.ts";

/** What the installation keeps for itself among user names. */
export interface Reserved {
  readonly prefix: string;
  readonly usernames: readonly string[];
}

/** Every row with all its problems, those of the world after the import included. */
export function checkRows(rows: Rows, stored: Stored, reserved: Reserved): Rows {
  const ids = {
    departments: idsOf(rows.departments),
    ranks: idsOf(rows.ranks),
    people: idsOf(rows.people),
  };
  const owners = new Map([...stored.people].map(([id, { cells }]) => [cells.username, id]));
  const usernames = countOf(rows.people.map((row) => row.cells.username));
  const managers = findCycles(linksOf(rows.people, "manager_id"));
  const parents = findCycles(linksOf(rows.departments, "parent_id"));

  const departments = rows.departments.map((row) =>
    withProblems(row, [
      ...unknown(row.cells, "parent_id", ids.departments, "DEPARTMENT_UNKNOWN"),
      ...unknown(row.cells, "head_id", ids.people, "HEAD_UNKNOWN"),
      ...cycle(row.cells.id, "parent_id", parents, "DEPARTMENT_CYCLE"),
    ]),
  );
  const people = rows.people.map((row) => {
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
      ...unknown(row.cells, "department_id", ids.departments, "DEPARTMENT_UNKNOWN"),
      ...unknown(row.cells, "rank_id", ids.ranks, "RANK_UNKNOWN"),
      ...unknown(row.cells, "manager_id", ids.people, "MANAGER_UNKNOWN"),
      ...cycle(id, "manager_id", managers, "MANAGER_CYCLE"),
    ]);
  });
  return checkEach({ departments, people, ranks: rows.ranks, customers: rows.customers });
}

/** Problems that a row has by itself or with its own file. */
function checkEach(rows: Rows): Rows {
  const checked = importFiles.map((file) => {
    const all: readonly AnyRow[] = rows[file];
    const ids = countOf(all.map((row) => row.cells.id));
    const twice = ({ id }: AnyRow["cells"]): RowProblemFound[] =>
      id !== "" && (ids.get(id) ?? 0) > 1 ? [{ code: "DUPLICATE_ID", field: "id", value: id }] : [];
    return [
      file,
      all.map((row) =>
        row.line === 0 ? row : withProblems(row, [...twice(row.cells), ...checkValues(file, row.cells)]),
      ),
    ];
  });
  return Object.fromEntries(checked) as Rows;
}

const id = ExternalId;
const name = z.string().max(100);
const Username = z
  .string()
  .max(64)
  .regex(/^[a-z0-9][a-z0-9._-]*$/);
const Level = z.string().regex(/^-?\d{1,4}$/);

/** How each value must look when it is there, and which must be there. */
const rulesOf: Record<ImportFile, { required: readonly string[]; values: Readonly<Record<string, z.ZodType>> }> = {
  departments: { required: ["id", "name"], values: { id, name, name_zh: name } },
  ranks: { required: ["id", "level", "name"], values: { id, level: Level, name, name_zh: name } },
  people: {
    required: ["id", "username", "name"],
    values: {
      id,
      username: Username,
      name,
      name_zh: name,
      email: z.email().max(254),
      title: name,
      title_zh: name,
      role: z.enum(staffRoles),
    },
  },
  customers: { required: ["id", "name"], values: { id, name, name_zh: name } },
};

function checkValues(file: ImportFile, cells: Readonly<Record<string, string>>): RowProblemFound[] {
  const { required, values } = rulesOf[file];
  return Object.entries(cells).flatMap(([field, value]): RowProblemFound[] => {
    if (value === "") return required.includes(field) ? [{ code: "VALUE_MISSING", field, value }] : [];
    const rule = values[field];
    return rule === undefined || rule.safeParse(value).success ? [] : [invalid(field, value)];
  });
}

const invalid = (field: string, value: string): RowProblemFound => ({ code: "VALUE_INVALID", field, value });

function unknown(
  cells: Readonly<Record<string, string>>,
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
