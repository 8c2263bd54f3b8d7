import { importFiles, type ImportFile } from "@portico/contract/imports.ts";
import { type AnyCells, type AnyRow, type GivenFiles, keyOf, type Row, type Rows, type Stored } from "./files.ts";

/** The world after the import, and which stored records the given files end. */
export interface Completed {
  readonly rows: Rows;
  /** Keys of records that end. Customers stay: guests hang on them. */
  readonly leave: Readonly<Record<ImportFile, readonly string[]>>;
}

/**
 * Given rows as they are, with defaults filled in; of files that are missing
 * the records as they are stored. Who leaves takes along what hangs on the
 * person there: positions and memberships. Departments and projects keep the
 * name of whoever led them: who stands in follows from it. Members of a project
 * that has ended stay with it.
 */
export function complete(given: GivenFiles, stored: Stored): Completed {
  const people = given.people === undefined ? undefined : keepRoles(given.people, stored);
  const leavers = new Set(missingFrom("people", people, stored));
  const projects = given.projects === undefined ? undefined : fillStates(given.projects);
  const keeps = (file: ImportFile, cells: AnyCells): boolean =>
    !((file === "positions" || file === "project_members") && leavers.has(cells["person_id"] ?? ""));
  const vacate = <File extends ImportFile>(file: File, cells: Row<File>["cells"]): Row<File>["cells"] =>
    file === "positions" && leavers.has((cells as AnyCells)["manager_id"] ?? "") ? { ...cells, manager_id: "" } : cells;
  const storedRows = <File extends ImportFile>(file: File): Row<File>[] =>
    [...stored[file].values()].flatMap(({ cells, active }) =>
      (active || file === "projects") && keeps(file, cells)
        ? [{ line: 0, cells: vacate(file, cells), problems: [] }]
        : [],
    );
  const rows: Rows = {
    departments: given.departments ?? storedRows("departments"),
    ranks: given.ranks ?? storedRows("ranks"),
    people: people ?? storedRows("people"),
    positions: given.positions ?? storedRows("positions"),
    projects: projects ?? storedRows("projects"),
    project_members: given.project_members ?? storedRows("project_members"),
    customers: given.customers ?? storedRows("customers"),
  };
  const running = new Set(rows.projects.flatMap(({ cells }) => (cells.state === "active" ? [cells.id] : [])));
  const leave = importFiles.map((file) => {
    if (file === "customers") return [file, []] as const;
    const gone = missingFrom(file, file === "people" ? people : given[file], stored);
    if (file === "positions" || file === "project_members") gone.push(...endedWith(file, given, stored, leavers));
    if (file !== "project_members") return [file, gone] as const;
    return [
      file,
      gone.filter((key) => {
        const { project_id = "", person_id = "" } = stored.project_members.get(key)?.cells ?? {};
        return running.has(project_id) || leavers.has(person_id);
      }),
    ] as const;
  });
  return { rows, leave: Object.fromEntries(leave) as Record<ImportFile, readonly string[]> };
}

/** An empty role says nothing about the role that a person has. */
const keepRoles = (people: readonly Row<"people">[], stored: Stored): Row<"people">[] =>
  people.map((row) =>
    row.cells.role === ""
      ? { ...row, cells: { ...row.cells, role: stored.people.get(row.cells.id)?.cells.role ?? "staff" } }
      : row,
  );

const fillStates = (projects: readonly Row<"projects">[]): Row<"projects">[] =>
  projects.map((row) => (row.cells.state === "" ? { ...row, cells: { ...row.cells, state: "active" } } : row));

function missingFrom(file: ImportFile, given: readonly AnyRow[] | undefined, stored: Stored): string[] {
  if (given === undefined) return [];
  const named = new Set(given.map((row) => keyOf(file, row.cells)));
  return [...stored[file]].flatMap(([key, record]) => (record.active && !named.has(key) ? [key] : []));
}

function endedWith(
  file: "positions" | "project_members",
  given: GivenFiles,
  stored: Stored,
  leavers: ReadonlySet<string>,
): string[] {
  if (given[file] !== undefined) return [];
  return [...stored[file]].flatMap(([key, { cells }]) => (leavers.has(cells.person_id) ? [key] : []));
}
