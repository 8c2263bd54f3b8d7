import { CsvError } from "csv-parse";
import { parse } from "csv-parse/sync";
import type { Encoding, ImportFile } from "@portico/contract/imports.ts";
import { AppError } from "../../../errors.ts";
import { decode, type FileFault } from "./decode.ts";
import { importColumns } from "@portico/contract/import-columns.ts";
import type { Cells, Row, RowProblemFound } from "./files.ts";
import { isFormula } from "./formula.ts";

interface CsvRecord {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

/** What a file holds, and how it was written. */
export interface ParsedFile<File extends ImportFile> {
  readonly encoding: Encoding;
  readonly rows: Row<File>[];
}

/**
 * Reads one CSV file (RFC 4180, comma, UTF-8 or GB18030). Throws
 * `IMPORT_FILE_INVALID` naming the file when it as a whole cannot be read; what
 * is wrong with single rows stays with the rows.
 */
export function parseFile<File extends ImportFile>(file: File, name: string, bytes: Uint8Array): ParsedFile<File> {
  const refuse = (fault: FileFault): never => {
    throw new AppError("IMPORT_FILE_INVALID", { file: name, ...fault });
  };
  const decoded = decode(bytes);
  if ("problem" in decoded) return refuse(decoded);
  const [header, ...records] = readRecords(decoded.text, refuse);
  if (header === undefined) return refuse({ problem: "EMPTY", detail: "the file is empty" });
  const columns = header.record.map((column) => column.trim());
  const fault = columnFault(columns, importColumns[file]);
  if (fault !== undefined) return refuse(fault);
  if (records.length === 0) return refuse({ problem: "NO_ROWS", detail: "it has a header but no rows" });
  return { encoding: decoded.encoding, rows: records.map((record) => readRow<File>(record, columns)) };
}

function readRecords(text: string, refuse: (fault: FileFault) => never): CsvRecord[] {
  try {
    // The typing of csv-parse does not know that `info` wraps each record.
    return parse(text, {
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
    }) as unknown as CsvRecord[];
  } catch (error) {
    if (error instanceof CsvError) {
      return refuse({ problem: "NOT_CSV", detail: error.message, line: lineOf(error) });
    }
    throw error;
  }
}

/** Where the parser gave up; its errors carry what it knows without a type. */
const lineOf = (error: CsvError): number => (typeof error["lines"] === "number" ? error["lines"] : 1);

function columnFault(found: readonly string[], wanted: readonly string[]): FileFault | undefined {
  const [only] = found;
  if (found.length === 1 && only !== undefined && /[;\t]/.test(only)) {
    const separator = only.includes(";") ? "semicolons" : "tabs";
    return { problem: "SEPARATOR", detail: `its columns are separated by ${separator}, not by commas` };
  }
  const duplicate = found.find((column, index) => found.indexOf(column) !== index);
  if (duplicate !== undefined) {
    return { problem: "COLUMN_TWICE", detail: `the column ${duplicate} appears twice`, column: duplicate };
  }
  const unknown = found.find((column) => !wanted.includes(column));
  if (unknown !== undefined) {
    const detail = `the column "${unknown}" is not known; columns are ${wanted.join(", ")}`;
    return { problem: "COLUMN_UNKNOWN", detail, column: unknown };
  }
  const missing = wanted.find((column) => !found.includes(column));
  if (missing !== undefined) {
    return { problem: "COLUMN_MISSING", detail: `the column ${missing} is missing`, column: missing };
  }
  return undefined;
}

function readRow<File extends ImportFile>({ record, info }: CsvRecord, columns: readonly string[]): Row<File> {
  const problems: RowProblemFound[] = [];
  if (record.length !== columns.length) {
    problems.push({ code: "COLUMN_COUNT", field: "", value: `${record.length} instead of ${columns.length}` });
  }
  const cells: Record<string, string> = {};
  for (const [index, field] of columns.entries()) {
    const raw = record[index] ?? "";
    const value = raw.trim();
    cells[field] = value;
    if (isFormula(raw)) problems.push({ code: "FORMULA_IN_CELL", field, value });
    // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
    else if (/[\u0000-\u001f\u007f]/.test(value)) problems.push({ code: "VALUE_INVALID", field, value });
  }
  const innerLines = record.join("").split("\n").length - 1;
  return { line: info.lines - innerLines, cells: cells as Cells<File>, problems };
}
