import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { importFiles as fileKinds, ImportReport } from "@portico/contract/imports.ts";
import type { Installation } from "../installation.ts";
import { Problem } from "../problem.ts";
import type { Terminal } from "../terminal.ts";
import { askService } from "../ask-service.ts";
import { printReport } from "./print.ts";

type FileKind = (typeof fileKinds)[number];

interface ImportOptions {
  readonly dryRun: boolean;
  /** How many people leave and departments end, as typed; needed where that is unusually many. */
  readonly confirmLeavers: string | undefined;
  readonly confirmDepartments: string | undefined;
}

/**
 * `npm run import`: hands CSV files to the running service, exactly as the admin
 * page does, and prints what changes. Resolves to 1 when anything was refused.
 */
export async function importFiles(
  installation: Installation,
  terminal: Terminal,
  paths: readonly string[],
  { dryRun, confirmLeavers, confirmDepartments }: ImportOptions,
): Promise<number> {
  const files = collect(paths);
  const report = await askService(installation, "/api/directory/imports", ImportReport, {
    dryRun,
    ...(confirmLeavers !== undefined && { confirmLeavers: typedNumber("--confirm-leavers", confirmLeavers) }),
    ...(confirmDepartments !== undefined && {
      confirmDepartments: typedNumber("--confirm-departments", confirmDepartments),
    }),
    ...Object.fromEntries(files),
  });
  printReport(report, terminal);
  return report.counts.refuse > 0 ? 1 : 0;
}

function typedNumber(option: string, text: string): number {
  if (!/^\d+$/.test(text)) throw new Problem(`${option} takes the number that the dry run names, not "${text}".`);
  return Number(text);
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
