import type { ImportFile, RowProblem } from "@portico/contract/directory.ts";
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
  readonly cells: Readonly<Record<string, string>> & { readonly id: string };
  readonly problems: readonly RowProblemFound[];
}

/** Rows of all files. */
export type Rows = { readonly [File in ImportFile]: readonly Row<File>[] };

/** What the database holds, in the words of the files. */
export type Stored = { readonly [File in ImportFile]: ReadonlyMap<string, StoredRecord<File>> };

export interface StoredRecord<File extends ImportFile> {
  readonly cells: Cells<File>;
  /** false: a person who left, a department that ended. */
  readonly active: boolean;
}
