import { type CompanyFiles, generateCompany } from "../support/generated-company.ts";
import { handIn } from "./company.ts";
import type { Bench } from "./installation.ts";
import type { Measurement } from "./measurement.ts";

const SIZES = {
  quick: { people: 1_000, departments: 100, projects: 30 },
  full: { people: 10_000, departments: 1_000, projects: 300 },
} as const;

/**
 * An import of a whole company: tried out, applied, handed in again, and with
 * one of its people in another department. The bare figure is this PostgreSQL
 * taking the same rows as text, without keys.
 */
export const importing: Measurement = {
  name: "import",
  title: "Import of a company",
  async measure(bench, extent) {
    const size = SIZES[extent];
    const files = generateCompany(size);
    const rows = Object.values(files).reduce((sum, text) => sum + text.trimEnd().split("\n").length - 1, 0);
    const perSecond = async (work: () => Promise<unknown>): Promise<number> => {
      const start = performance.now();
      await work();
      return rows / ((performance.now() - start) / 1000);
    };
    const bare = await perSecond(() => storeAsText(bench, files));
    const goal = `10 s or less: ${Math.ceil(rows / 10)} rows/s`;
    const tried = await perSecond(() => handIn(bench.context, files, { dryRun: true }));
    const applied = await perSecond(() => handIn(bench.context, files));
    const again = await perSecond(() => handIn(bench.context, files));
    const moved = await perSecond(() => handIn(bench.context, { ...files, people: withOneMoved(files.people) }));
    const unit = "rows/s";
    return [
      { what: `import of ${size.people} people, tried out`, unit, ours: tried, bare, goal },
      { what: "the same, applied", unit, ours: applied, bare, goal: "–" },
      { what: "the same again", unit, ours: again, bare, goal },
      { what: "the same with one moved", unit, ours: moved, bare, goal },
    ];
  },
};

/** The last person goes from the last department to the one before. */
const withOneMoved = (people: string): string => {
  const lines = people.trimEnd().split("\n");
  const cells = (lines.pop() ?? "").split(",");
  cells[5] = `d${Number(cells[5]?.slice(1)) - 1}`;
  return `${[...lines, cells.join(",")].join("\n")}\n`;
};

async function storeAsText(bench: Bench, files: CompanyFiles): Promise<void> {
  const client = await bench.connect();
  await client.query("CREATE TEMPORARY TABLE given (file text, cells text[])");
  for (const [file, text] of Object.entries(files)) {
    await client.query(
      "INSERT INTO given SELECT $1, string_to_array(line, ',') FROM unnest($2::text[]) AS lines (line)",
      [file, text.trimEnd().split("\n")],
    );
  }
}
