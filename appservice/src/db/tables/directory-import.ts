import type { ImportReport } from "@portico/contract/directory.ts";
import type { ColumnType, Selectable } from "kysely";

/** What an import did, or why it did nothing; never updated. */
export interface DirectoryImportTable {
  /** Sorts by time. */
  id: string;
  applied: boolean;
  at: Date;
  by: string;
  counts: ColumnType<ImportReport["counts"], string, never>;
  rows: ColumnType<ImportReport["rows"], string, never>;
}
export type DirectoryImportRow = Selectable<DirectoryImportTable>;
