import type { ImportReport } from "@portico/contract/imports.ts";
import { sql } from "kysely";
import type { Db } from "../../../../db/connection.ts";
import type { DirectoryImportRow } from "../../../../db/tables/directory-import.ts";

export async function insertImport(db: Db, report: ImportReport): Promise<void> {
  const { counts: differenceCounts, ...difference } = report.difference;
  await db
    .insertInto("directory_import")
    .values({
      id: report.id,
      dry_run: report.dryRun,
      applied: report.applied,
      at: new Date(report.at),
      by: report.by,
      duration_ms: report.durationMs,
      files: JSON.stringify(report.files),
      counts: JSON.stringify(report.counts),
      brakes: JSON.stringify(report.brakes),
      refusal: report.refusal === null ? null : JSON.stringify(report.refusal),
      difference_counts: JSON.stringify(differenceCounts),
      difference: JSON.stringify(difference),
      rows: JSON.stringify(report.rows),
    })
    .execute();
}

/** Forgets dry runs that were made more days ago than that; what was applied or refused stays. */
export async function deleteOldDryRuns(db: Db, days: number): Promise<void> {
  await db
    .deleteFrom("directory_import")
    .where("dry_run", "=", true)
    .where("at", "<", sql<Date>`now() - make_interval(days => ${days})`)
    .execute();
}

/** The name that whoever imported has now; null for the launcher. */
interface Importer {
  readonly by_name_en: string | null;
  readonly by_name_zh: string | null;
}
const importerNames = ["importer.name_en as by_name_en", "importer.name_zh as by_name_zh"] as const;

export type ImportRecord = DirectoryImportRow & Importer;
export const findImport = (db: Db, id: string): Promise<ImportRecord | undefined> =>
  db
    .selectFrom("directory_import as record")
    .leftJoin("account as importer", "importer.user_id", "record.by")
    .selectAll("record")
    .select(importerNames)
    .where("record.id", "=", id)
    .executeTakeFirst();

export type ImportSummaryRow = Omit<ImportRecord, "rows" | "difference">;

/** Earlier imports without their lists, newest first, after the given id. */
export const listImports = (
  db: Db,
  { after, limit }: { after: string | undefined; limit: number },
): Promise<ImportSummaryRow[]> =>
  db
    .selectFrom("directory_import as record")
    .leftJoin("account as importer", "importer.user_id", "record.by")
    .select(["id", "dry_run", "applied", "at", "by", "duration_ms", "files", "counts", "brakes", "refusal"])
    .select(importerNames)
    .select("difference_counts")
    .$if(after !== undefined, (query) => query.where("id", "<", after ?? ""))
    .orderBy("id", "desc")
    .limit(limit)
    .execute();

export async function countImports(db: Db): Promise<number> {
  const row = await db
    .selectFrom("directory_import")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  return row.count;
}
