import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type ImportFile, importFiles } from "@portico/contract/import-columns.ts";
import { checkout } from "./boot.ts";

/** A file of the sample company, with lines added at its end. */
export function sampleCsv(file: ImportFile, ...added: readonly string[]): string {
  const text = readFileSync(join(checkout, "config", "sample-company", `${file}.csv`), "utf8");
  return [text.trimEnd(), ...added, ""].join("\n");
}

/** All files of the sample company. */
export const sampleFiles = (): Record<ImportFile, string> =>
  Object.fromEntries(importFiles.map((file) => [file, sampleCsv(file)])) as Record<ImportFile, string>;

/** A file as the import takes it. */
export const csvFile = (name: string, content: string | Uint8Array) => ({
  name,
  content: Buffer.from(content as Uint8Array).toString("base64"),
});

/** The files of an import request, each under its usual name. */
export const csvFiles = (files: Partial<Record<ImportFile, string | Uint8Array>>) =>
  Object.fromEntries(
    Object.entries(files).map(([file, content]) => [file, csvFile(`${file}.csv`, content)] as const),
  ) as Partial<Record<ImportFile, { name: string; content: string }>>;
