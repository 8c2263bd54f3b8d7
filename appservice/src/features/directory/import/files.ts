import type { ImportFile, RowProblem } from "@portico/contract/imports.ts";
import type { importColumns } from "@portico/contract/import-columns.ts";

type Column<File extends ImportFile> = (typeof importColumns)[File][number];

/** One record as a file says it: text by column, empty where there is nothing. */
export type Cells<File extends ImportFile> = Readonly<Record<Column<File>, string>>;

export interface RowProblemFound {
  readonly code: RowProblem;
  readonly field: string;
  readonly value: string;
}

/** One row of a file; `line` is 0 for a record that stands in the database only. */
export interface Row<File extends ImportFile> {
  readonly line: number;
  readonly cells: Cells<File>;
  readonly problems: readonly RowProblemFound[];
}

/** A row of whichever file, for what is the same in all of them. */
export interface AnyRow {
  readonly line: number;
  readonly cells: AnyCells;
  readonly problems: readonly RowProblemFound[];
}
export type AnyCells = Readonly<Record<string, string>>;

/** Rows of all files. */
export type Rows = { readonly [File in ImportFile]: readonly Row<File>[] };

/** The given files; one that is missing leaves its records as they are. */
export type GivenFiles = { readonly [File in ImportFile]?: readonly Row<File>[] };

/** What the database holds, in the words of the files, by `keyOf`. */
export type Stored = { readonly [File in ImportFile]: ReadonlyMap<string, StoredRecord<File>> };

export interface StoredRecord<File extends ImportFile> {
  readonly cells: Cells<File>;
  /** false: a person who left, a department or project that ended. */
  readonly active: boolean;
}

/** What a record is known by from import to import. */
export const keyOf = (file: ImportFile, cells: AnyCells): string =>
  file === "project_members" ? membershipKey(cells["project_id"] ?? "", cells["person_id"] ?? "") : (cells["id"] ?? "");

/** Neither kind of id may hold a slash. */
const membershipKey = (projectId: string, personId: string): string => `${projectId}/${personId}`;

/** Something for each file. */
export const perFile = <Value>(make: (file: ImportFile) => Value): Record<ImportFile, Value> => ({
  departments: make("departments"),
  ranks: make("ranks"),
  people: make("people"),
  positions: make("positions"),
  projects: make("projects"),
  project_members: make("project_members"),
  customers: make("customers"),
});
