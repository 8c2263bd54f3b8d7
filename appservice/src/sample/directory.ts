import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { importFiles } from "@portico/contract/imports.ts";
import type { Api } from "./api.ts";

const LOOK_AGAIN_MS = 500;
const STUCK_MS = 120_000;

/** Imports the CSV files as a real company would; answers when the first import of this installation was. */
export async function importDirectory(operator: Api, folder: string, say: (line: string) => void): Promise<Date> {
  const files = await Promise.all(
    importFiles.map(async (file) => {
      const name = `${file}.csv`;
      return [file, { name, content: (await readFile(join(folder, name))).toString("base64") }] as const;
    }),
  );
  const report = await operator.call("POST /api/directory/imports", {
    body: { dryRun: false, ...Object.fromEntries(files) },
  });
  const [problem] = report.rows.filter((row) => row.action === "refuse");
  if (problem !== undefined) throw new Error(`sample-company/${problem.file}.csv: ${JSON.stringify(problem)}`);
  say(`people and departments: ${report.counts.create} new`);
  await waitForProvisioning(operator, say);
  const { items } = await operator.call("GET /api/directory/imports", { query: { limit: "500" } });
  const first = items.at(-1);
  if (first === undefined) throw new Error("the import left no record");
  return new Date(first.at);
}

/**
 * Resolves when accounts, rooms and members are as the directory and the
 * invitations want them; throws what holds it up when nothing moves any more.
 */
export async function waitForProvisioning(operator: Api, say: (line: string) => void): Promise<void> {
  let last = "";
  let movedAt = Date.now();
  for (;;) {
    const { accounts, rooms, memberships, problem } = await operator.call("GET /api/directory/provisioning");
    const parts = { accounts, rooms, memberships };
    if (Object.values(parts).every(({ wanted, done }) => wanted === done)) return;
    const line = Object.entries(parts)
      .map(([name, { wanted, done }]) => `${name} ${done}/${wanted}`)
      .join(", ");
    if (line !== last) {
      say(line);
      movedAt = Date.now();
    } else if (Date.now() - movedAt > STUCK_MS) {
      throw new Error(`accounts and rooms do not follow: ${problem?.detail ?? "nothing moves"} (${line})`);
    }
    last = line;
    await setTimeout(LOOK_AGAIN_MS);
  }
}
