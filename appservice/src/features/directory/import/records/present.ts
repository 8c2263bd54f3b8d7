import type { ImportReport } from "@portico/contract/imports.ts";
import type { ImportRecord, ImportSummaryRow } from "./store.ts";

type Summary = Omit<ImportReport, "rows" | "difference"> & {
  readonly difference: Pick<ImportReport["difference"], "counts">;
};

export const presentSummary = (row: ImportSummaryRow): Summary => ({
  id: row.id,
  dryRun: row.dry_run,
  applied: row.applied,
  at: row.at.toISOString(),
  by: row.by,
  byName: row.by_name_en === null ? null : { en: row.by_name_en, zh: row.by_name_zh ?? "" },
  durationMs: row.duration_ms,
  files: row.files,
  counts: row.counts,
  brakes: row.brakes,
  refusal: row.refusal,
  difference: { counts: row.difference_counts },
});

export const presentImport = (row: ImportRecord): ImportReport => ({
  ...presentSummary(row),
  difference: { counts: row.difference_counts, ...row.difference },
  rows: row.rows,
});
