import {
  importFiles,
  type ImportBrake,
  type ImportCounts,
  type ImportFile,
  type ImportRow,
} from "@portico/contract/imports.ts";
import { importColumns } from "@portico/contract/import-columns.ts";
import type { z } from "zod";
import { checkRows, type Reserved } from "./check.ts";
import { complete } from "./complete.ts";
import { type AnyCells, type AnyRow, type Cells, type GivenFiles, keyOf, perFile, type Stored } from "./files.ts";

/** What an import would do, and the records that it would write. */
export interface ImportPlan {
  readonly counts: z.infer<typeof ImportCounts>;
  /** All rows but the unchanged ones, problems first. */
  readonly rows: readonly ImportRow[];
  /** Records to insert or overwrite. */
  readonly write: { readonly [File in ImportFile]: readonly Cells<File>[] };
  /** Keys of active records that end. */
  readonly leave: Readonly<Record<ImportFile, readonly string[]>>;
  /** How many go, of how many. */
  readonly going: Readonly<Record<ImportBrake["what"], ImportBrake>>;
  /** Those of them that are too many to go unasked. */
  readonly brakes: readonly ImportBrake[];
}

/** What an import is judged by besides its files. */
export interface PlanRules {
  readonly reserved: Reserved;
  /** Share of the people, and of the departments, that may go in one import without confirmation. */
  readonly brakePercent: number;
}

/** So many may go whatever their share is: in a small company each leaver is many percent. */
const BRAKE_FLOOR = 5;

/** Compares the given files with what is stored; pure, so that a dry run and a real one cannot differ. */
export function planImport(given: GivenFiles, stored: Stored, { reserved, brakePercent }: PlanRules): ImportPlan {
  const { rows: completed, leave } = complete(given, stored);
  const rows = checkRows(completed, stored, reserved);
  const report: ImportRow[] = [];
  const counts = { create: 0, update: 0, unchanged: 0, leave: 0, refuse: 0 };
  const write = perFile<AnyCells[]>(() => []);

  for (const file of importFiles) {
    for (const row of rows[file] as readonly AnyRow[]) {
      const result = judge(file, row, stored[file].get(keyOf(file, row.cells)));
      if (row.line === 0 && result.action === "unchanged") continue;
      counts[result.action] += 1;
      if (result.action !== "unchanged") report.push(result);
      if (result.action === "create" || result.action === "update") write[file].push(row.cells);
    }
    for (const id of leave[file]) {
      counts.leave += 1;
      report.push({ file, line: 0, id, action: "leave", changes: [], problems: [] });
    }
  }
  report.sort((left, right) => Number(right.action === "refuse") - Number(left.action === "refuse"));
  const going = { people: goingOf("people"), departments: goingOf("departments") };
  const brakes = Object.values(going).filter(
    ({ leaving, total, percent }) => leaving > BRAKE_FLOOR && leaving * 100 > total * percent,
  );
  return { counts, rows: report, write, leave, going, brakes };

  function goingOf(what: ImportBrake["what"]): ImportBrake {
    const total = [...stored[what].values()].filter((record) => record.active).length;
    return { what, leaving: leave[what].length, total, percent: brakePercent };
  }
}

interface AnyStored {
  readonly cells: AnyCells;
  readonly active: boolean;
}

function judge(file: ImportFile, row: AnyRow, before: AnyStored | undefined): ImportRow {
  const base = { file, line: row.line, id: keyOf(file, row.cells), problems: [...row.problems] };
  if (row.problems.length > 0) return { ...base, action: "refuse", changes: [] };
  if (before === undefined) return { ...base, action: "create", changes: [] };
  const changes: ImportRow["changes"] = importColumns[file].flatMap((field) => {
    const from = before.cells[field] ?? "";
    const to = row.cells[field] ?? "";
    return from === to ? [] : [{ field, from, to }];
  });
  // Projects say their state themselves.
  if (!before.active && file !== "projects") changes.unshift({ field: "state", from: "left", to: "active" });
  return { ...base, action: changes.length === 0 ? "unchanged" : "update", changes };
}
