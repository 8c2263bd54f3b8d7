import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { importFiles as fileKinds, ImportReport } from "@portico/contract/directory.ts";
import { refusal } from "./ask-service.ts";
import type { Installation } from "./installation.ts";
import { Problem } from "./problem.ts";
import { peekSecrets } from "./secrets.ts";
import { tableLines, type Terminal } from "./terminal.ts";

type FileKind = (typeof fileKinds)[number];

/**
 * `npm run import`: hands CSV files to the running service, exactly as the admin
 * page does, and prints a line per row. Resolves to 1 when anything was refused.
 */
export async function importFiles(
  installation: Installation,
  terminal: Terminal,
  paths: readonly string[],
  dryRun: boolean,
): Promise<number> {
  const files = collect(paths);
  const { operatorToken } = peekSecrets(installation.folders.data);
  const response = await fetch(`${installation.urls.appservice}/api/directory/imports`, {
    method: "POST",
    headers: { authorization: `Bearer ${operatorToken}`, "content-type": "application/json" },
    body: JSON.stringify({ dryRun, ...Object.fromEntries(files) }),
  }).catch(() => {
    throw new Problem(
      `The application service does not answer at ${installation.urls.appservice}. Start Portico first: npm start`,
    );
  });
  const body: unknown = await response.json();
  const report = ImportReport.safeParse(body);
  if (!report.success) throw refusal(response.status, body);
  print(report.data, terminal);
  return report.data.counts.refuse > 0 ? 1 : 0;
}

/** The files by what they hold; a folder stands for the files of the known names in it. */
function collect(paths: readonly string[]): [FileKind, { name: string; content: string }][] {
  const names = fileKinds.map((kind) => `${kind}.csv`).join(", ");
  if (paths.length === 0) throw new Problem(`Name a folder or files to import: ${names}.`);
  const from = process.env["INIT_CWD"] ?? process.cwd();
  const files = paths.flatMap((path) => {
    const full = resolve(from, path);
    const found = statSync(full, { throwIfNoEntry: false });
    if (!found) throw new Problem(`${full} does not exist.`);
    return found.isDirectory()
      ? readdirSync(full)
          .filter((name) => kindOf(name))
          .map((name) => join(full, name))
      : [full];
  });
  if (files.length === 0) throw new Problem(`There is nothing to import there. The files must be called ${names}.`);
  return files.map((file) => {
    const kind = kindOf(basename(file));
    if (!kind) throw new Problem(`${file}: what it holds is told by its name, which must be one of ${names}.`);
    return [kind, { name: basename(file), content: readFileSync(file).toString("base64") }];
  });
}

const kindOf = (name: string) => fileKinds.find((kind) => name.toLowerCase() === `${kind}.csv`);

function print(report: ImportReport, terminal: Terminal): void {
  const rows = report.rows.map((row) => [
    // A record that is in no file has no line.
    row.line > 0 ? `${row.file}:${row.line}` : row.file,
    row.action,
    row.id,
    row.problems.length > 0
      ? row.problems.map(({ code, field, value }) => `${code} ${field}${value === "" ? "" : ` "${value}"`}`).join(", ")
      : row.changes.map(({ field, from, to }) => `${field}: ${from || "–"} → ${to || "–"}`).join(", "),
  ]);
  for (const line of tableLines(rows)) terminal.line(line);
  const counts = Object.entries(report.counts)
    .filter(([, count]) => count > 0)
    .map(([action, count]) => `${count} ${action}`)
    .join(", ");
  terminal.line();
  terminal.line(`${counts || "no rows"}. ${report.applied ? "Imported." : "Nothing was changed."}`);
}
