import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ImportFile } from "@portico/contract/directory.ts";
import { checkout } from "./boot.ts";

/** A file of the sample company, with lines added at its end. */
export function sampleCsv(file: ImportFile, ...added: readonly string[]): string {
  const text = readFileSync(join(checkout, "config", "sample-company", `${file}.csv`), "utf8");
  return [text.trimEnd(), ...added, ""].join("\n");
}

/** A file as the import takes it. */
export const csvFile = (name: string, content: string | Uint8Array) => ({
  name,
  content: Buffer.from(content as Uint8Array).toString("base64"),
});
