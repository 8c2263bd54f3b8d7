import { databaseUrl } from "@portico/config/engines/databases.ts";
import { ImportReport } from "@portico/contract/directory.ts";
import { Client } from "pg";
import { csvFiles } from "../support/csv.ts";
import { type CompanyFiles, generateCompany } from "../support/generated-company.ts";
import { json } from "./company.ts";
import type { Bench } from "./installation.ts";
import type { Row } from "./rows.ts";

const SIZE = { people: 10_000, departments: 1_000, projects: 300 };

/**
 * An import of a whole company: tried out, applied, and handed in again. The
 * bare figure is this PostgreSQL taking the same rows as text, without keys.
 * Comes last: the homeserver would follow for hours.
 */
export async function benchImport(bench: Bench): Promise<Row[]> {
  // The measurement before may have stopped it.
  await bench.restartService();
  const files = generateCompany(SIZE);
  const rows = Object.values(files).reduce((sum, text) => sum + text.trimEnd().split("\n").length - 1, 0);
  const perSecond = async (work: () => Promise<unknown>): Promise<number> => {
    const start = performance.now();
    await work();
    return rows / ((performance.now() - start) / 1000);
  };
  const bare = await perSecond(() => storeAsText(bench, files));
  const goal = `10 s or less: ${Math.ceil(rows / 10)} rows/s`;
  const tried = await perSecond(() => handIn(bench, files, { dryRun: true }));
  // The company that was measured before is named no more.
  const { brakes } = await handIn(bench, files, { dryRun: true });
  const numberOf = (what: "people" | "departments") => brakes.find((brake) => brake.what === what)?.leaving;
  const applied = await perSecond(() =>
    handIn(bench, files, {
      dryRun: false,
      confirmLeavers: numberOf("people"),
      confirmDepartments: numberOf("departments"),
    }),
  );
  const again = await perSecond(() => handIn(bench, files, { dryRun: false }));
  const unit = "rows/s";
  return [
    { what: "import of 10,000 people, tried out", unit, ours: tried, bare, goal },
    { what: "the same, applied", unit, ours: applied, bare, goal: "–" },
    { what: "the same again", unit, ours: again, bare, goal },
  ];
}

interface Options {
  readonly dryRun: boolean;
  readonly confirmLeavers?: number | undefined;
  readonly confirmDepartments?: number | undefined;
}

async function handIn({ context }: Bench, files: CompanyFiles, options: Options): Promise<ImportReport> {
  const { installation, secrets } = context;
  const url = `${installation.urls.appservice}/api/directory/imports`;
  const report = ImportReport.parse(await json(url, "POST", secrets.operatorToken, { ...options, ...csvFiles(files) }));
  if (report.counts.refuse > 0) throw new Error(`the company was refused: ${JSON.stringify(report.rows.slice(0, 3))}`);
  return report;
}

async function storeAsText({ context }: Bench, files: CompanyFiles): Promise<void> {
  const client = new Client({ connectionString: databaseUrl("portico", context.installation, context.secrets) });
  await client.connect();
  try {
    await client.query("CREATE TEMPORARY TABLE given (file text, cells text[])");
    for (const [file, text] of Object.entries(files)) {
      await client.query(
        "INSERT INTO given SELECT $1, string_to_array(line, ',') FROM unnest($2::text[]) AS lines (line)",
        [file, text.trimEnd().split("\n")],
      );
    }
  } finally {
    await client.end();
  }
}
