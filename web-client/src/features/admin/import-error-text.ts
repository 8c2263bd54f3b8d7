import type { FileProblem } from "@portico/contract/imports.ts";
import { ApiError } from "../../api/api-error.ts";
import { codeText, errorText } from "../../api/error-text.ts";
import { t } from "../../i18n/i18n.ts";
import type { StringKey } from "../../i18n/keys.ts";
import type { ImportReport } from "./types.ts";

const fileProblems: Readonly<Record<FileProblem, StringKey>> = {
  EMPTY: "admin.file-problem.EMPTY",
  NO_ROWS: "admin.file-problem.NO_ROWS",
  ENCODING_UTF16: "admin.file-problem.ENCODING_UTF16",
  ENCODING_UNKNOWN: "admin.file-problem.ENCODING_UNKNOWN",
  TEXT_DAMAGED: "admin.file-problem.TEXT_DAMAGED",
  WORKBOOK: "admin.file-problem.WORKBOOK",
  SEPARATOR: "admin.file-problem.SEPARATOR",
  COLUMN_TWICE: "admin.file-problem.COLUMN_TWICE",
  COLUMN_UNKNOWN: "admin.file-problem.COLUMN_UNKNOWN",
  COLUMN_MISSING: "admin.file-problem.COLUMN_MISSING",
  NOT_CSV: "admin.file-problem.NOT_CSV",
};
const isFileProblem = (value: unknown): value is FileProblem =>
  typeof value === "string" && Object.hasOwn(fileProblems, value);

/** Why an import failed, in the user's language. What a newer service says of a file is shown in its own words. */
export const importErrorText = (error: unknown): string =>
  (error instanceof ApiError && error.code === "IMPORT_FILE_INVALID" ? fileText(error.fields) : undefined) ??
  errorText(error);

/** Why an earlier import was refused. */
export const refusalText = ({ code, fields }: NonNullable<ImportReport["refusal"]>): string =>
  (code === "IMPORT_FILE_INVALID" ? fileText(fields) : undefined) ?? codeText(code, fields);

function fileText(fields: Readonly<Record<string, string | number>>): string | undefined {
  const { file = "", problem, column = "", line = "" } = fields;
  return isFileProblem(problem)
    ? t("admin.file-invalid", { file, problem: t(fileProblems[problem], { column, line }) })
    : undefined;
}
