import { benchImport } from "./import.ts";
import { benchIntake } from "./intake.ts";
import { benchInstallation } from "./installation.ts";
import { benchPolicyModule } from "./policy-module.ts";
import { printRows, type Row } from "./rows.ts";

/**
 * `npm run bench`: speed as ratios against the bare engine in the same run.
 * Nothing here passes or fails by time; the figures are for the reader.
 */
const rows: Row[] = [];
const bench = await benchInstallation();
try {
  rows.push(...(await benchPolicyModule(bench)));
  rows.push(await benchIntake(bench));
  rows.push(...(await benchImport(bench)));
} finally {
  await bench.stop();
}
printRows(rows);
