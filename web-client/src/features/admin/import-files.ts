import { importColumns, importFiles } from "@portico/contract/import-columns.ts";
import type { ImportFile } from "./types.ts";

export { importFiles };

/** Columns that only one kind of file has. */
const telling: readonly (readonly [string, ImportFile])[] = [
  ["username", "people"],
  ["project_id", "project_members"],
  ["lead_id", "projects"],
  ["person_id", "positions"],
  ["level", "ranks"],
  ["parent_id", "departments"],
  ["head_id", "departments"],
];

/**
 * Which file of an import this is: by its head line, then by its name; null when
 * neither says. The service judges the content; this only puts it in its place.
 */
export const recogniseFile = (name: string, firstLine: string): ImportFile | null => {
  const columns = firstLine
    .replace(/^\u{feff}/u, "")
    .split(/[,;\t]/)
    .map((column) => column.trim().replaceAll('"', "").toLowerCase());
  const byColumn = telling.find(([column]) => columns.includes(column));
  if (byColumn !== undefined) return byColumn[1];
  const lower = name.toLowerCase();
  // The longer name first: project_members holds the word project.
  const byName = importFiles.toSorted((left, right) => right.length - left.length);
  return byName.find((file) => lower.includes(file.slice(0, -1))) ?? (lower.includes("people") ? "people" : null);
};

/** An empty file with the head line, which spreadsheet programs open as UTF-8 because of its first character. */
export const importTemplate = (file: ImportFile): Blob =>
  new Blob([`\u{feff}${importColumns[file].join(",")}\r\n`], { type: "text/csv;charset=utf-8" });

/** The files to import, each by what it holds. */
export type ChosenFiles = ReadonlyMap<ImportFile, File>;
