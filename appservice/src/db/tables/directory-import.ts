import type { ImportReport } from "@portico/contract/imports.ts";
import type { ColumnType, Selectable } from "kysely";

type Json<Value> = ColumnType<Value, string, never>;

/** What an import did or would have done, or why it did nothing; never updated. */
export interface DirectoryImportTable {
  /** Sorts by time. */
  id: string;
  dry_run: boolean;
  applied: boolean;
  at: Date;
  by: string;
  duration_ms: number;
  files: Json<ImportReport["files"]>;
  counts: Json<ImportReport["counts"]>;
  brakes: Json<ImportReport["brakes"]>;
  refusal: ColumnType<ImportReport["refusal"], string | null, never>;
  difference_counts: Json<ImportReport["difference"]["counts"]>;
  difference: Json<Omit<ImportReport["difference"], "counts">>;
  rows: Json<ImportReport["rows"]>;
}
export type DirectoryImportRow = Selectable<DirectoryImportTable>;
