import { importFiles, type ImportCounts, type ImportFile, type ImportRow } from "@portico/contract/directory.ts";
import type { z } from "zod";
import { checkRows, type Reserved } from "./check.ts";
import { importColumns } from "@portico/contract/import-columns.ts";
import type { AnyRow, Cells, Row, Rows, Stored, StoredRecord } from "./files.ts";

/** What an import would do, and the records that it would write. */
export interface ImportPlan {
  readonly counts: z.infer<typeof ImportCounts>;
  /** All rows but the unchanged ones, problems first. */
  readonly rows: readonly ImportRow[];
  /** Records to insert or overwrite; empty when any row is refused. */
  readonly write: { readonly [File in ImportFile]: readonly Cells<File>[] };
  /** Ids of active records that the given files no longer name. Customers stay: guests hang on them. */
  readonly leave: { readonly [File in Exclude<ImportFile, "customers">]: readonly string[] };
}

/** The given files; one that is missing leaves its records as they are. */
export type GivenFiles = { readonly [File in ImportFile]?: readonly Row<File>[] };

/** Compares the given files with what is stored; pure, so that a dry run and a real one cannot differ. */
export function planImport(given: GivenFiles, stored: Stored, reserved: Reserved): ImportPlan {
  const filled: GivenFiles = given.people === undefined ? given : { ...given, people: keepRoles(given.people, stored) };
  const rows = checkRows(completed(filled, stored), stored, reserved);
  const report: ImportRow[] = [];
  const counts = { create: 0, update: 0, unchanged: 0, leave: 0, refuse: 0 };
  const write = { departments: [], ranks: [], people: [], customers: [] } as Record<ImportFile, AnyRow["cells"][]>;
  const leave = { departments: [], ranks: [], people: [], customers: [] } as Record<ImportFile, string[]>;

  for (const file of importFiles) {
    for (const row of rows[file] as readonly AnyRow[]) {
      if (row.line === 0 && row.problems.length === 0) continue;
      const result = judge(file, row, stored[file].get(row.cells.id));
      counts[result.action] += 1;
      if (result.action !== "unchanged") report.push(result);
      if (result.action === "create" || result.action === "update") write[file].push(row.cells);
    }
    for (const id of file === "customers" ? [] : missingFrom(given[file], stored[file])) {
      counts.leave += 1;
      leave[file].push(id);
      report.push({ file, line: 0, id, action: "leave", changes: [], problems: [] });
    }
  }
  report.sort((left, right) => Number(right.action === "refuse") - Number(left.action === "refuse"));
  return { counts, rows: report, write: write as unknown as ImportPlan["write"], leave };
}

/** An empty role says nothing about the role that a person has. */
const keepRoles = (people: readonly Row<"people">[], stored: Stored): Row<"people">[] =>
  people.map((row) =>
    row.cells.role === ""
      ? { ...row, cells: { ...row.cells, role: stored.people.get(row.cells.id)?.cells.role ?? "staff" } }
      : row,
  );

/** The world after the import: given rows, and for files that are missing the active records as they are stored. */
function completed(given: GivenFiles, stored: Stored): Rows {
  const rowsOf = <File extends ImportFile>(file: File): readonly Row<File>[] =>
    given[file] ??
    [...stored[file].values()].flatMap((record: StoredRecord<File>) =>
      record.active ? [{ line: 0, cells: record.cells, problems: [] }] : [],
    );
  return {
    departments: rowsOf("departments"),
    ranks: rowsOf("ranks"),
    people: rowsOf("people"),
    customers: rowsOf("customers"),
  };
}

interface AnyStored {
  readonly cells: Readonly<Record<string, string>>;
  readonly active: boolean;
}

function judge(file: ImportFile, row: AnyRow, before: AnyStored | undefined): ImportRow {
  const base = { file, line: row.line, id: row.cells.id, problems: [...row.problems] };
  if (row.problems.length > 0) return { ...base, action: "refuse", changes: [] };
  if (before === undefined) return { ...base, action: "create", changes: [] };
  const changes: ImportRow["changes"] = importColumns[file].flatMap((field) => {
    const from = before.cells[field] ?? "";
    const to = row.cells[field] ?? "";
    return from === to ? [] : [{ field, from, to }];
  });
  if (!before.active) changes.unshift({ field: "state", from: "left", to: "active" });
  return { ...base, action: changes.length === 0 ? "unchanged" : "update", changes };
}

function missingFrom(
  given: readonly { cells: { id: string } }[] | undefined,
  stored: ReadonlyMap<string, { readonly active: boolean }>,
): string[] {
  if (given === undefined) return [];
  const named = new Set(given.map((row) => row.cells.id));
  return [...stored].flatMap(([id, record]) => (record.active && !named.has(id) ? [id] : []));
}
