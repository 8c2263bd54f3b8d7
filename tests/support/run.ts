import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { programsThatName } from "./programs.ts";
import { runProgram } from "./run-program.ts";
import { type Counts, type Section, sections } from "./run-sections.ts";
import type { RunOptions } from "./run-vitest.ts";
import { verdictLines } from "./verdict.ts";
import { waitFor } from "./wait-for.ts";

let interrupted = false;
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => (interrupted = true));

/**
 * `npm test [-- [strict] [all] [section …] [--rounds N] [--seed N]]`: runs the sections, those that need no running
 * product beside those that do, tells what each took, and ends with one line that counts. A test of the running product
 * that fails runs once more, unless the run is strict. `all` adds the long rounds, large companies and every look of the
 * screens. `npm run bench [-- name …] [--quick]` measures.
 */
async function main(wanted: readonly string[]): Promise<number> {
  if (wanted[0] === "bench") {
    const program = ["--disable-warning=ExperimentalWarning", "tests/load/bench.ts", ...wanted.slice(1)];
    return (await runProgram(process.execPath, program, {}, "show")).code;
  }
  const strict = wanted.includes("strict");
  const all = wanted.includes("all");
  if (all) process.env["PORTICO_TEST_ALL"] = "1";
  const { names, options } = readOptions(wanted.filter((word) => word !== "strict" && word !== "all"));
  Object.assign(process.env, options);
  const unknown = names.filter((name) => !sections.some((section) => section.name === name));
  if (unknown.length > 0) {
    say(`There is no section ${unknown.join(", ")}. There are: ${sections.map(({ name }) => name).join(", ")}, bench.`);
    return 2;
  }
  const chosen =
    names.length === 0
      ? sections.filter(({ onDemand }) => all || onDemand !== true)
      : sections.filter(({ name }) => names.includes(name));
  const lanes = [chosen.filter(({ beside }) => beside === true), chosen.filter(({ beside }) => beside !== true)];
  const outputs = lanes.every((lane) => lane.length > 0) ? (["keep", "show"] as const) : (["show", "show"] as const);
  const results = (
    await Promise.all(lanes.map((lane, index) => runLane(lane, { output: outputs[index] ?? "show", strict })))
  ).flat();
  say(`\n${results.map(({ line }) => line).join("\n")}\n`);
  const verdict = verdictLines(results, interrupted);
  for (const line of verdict.lines) say(line);
  return verdict.passed ? 0 : 1;
}

/** `--rounds N` and `--seed N` are for the section `faults`; everything else names a section. */
function readOptions(words: readonly string[]): { names: string[]; options: Record<string, string> } {
  const variables: Readonly<Record<string, string>> = {
    "--rounds": "PORTICO_FAULT_ROUNDS",
    "--seed": "PORTICO_FAULT_SEED",
  };
  const names: string[] = [];
  const options: Record<string, string> = {};
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? "";
    const variable = variables[word];
    const value = words[at + 1] ?? "";
    if (variable === undefined || !/^\d+$/.test(value)) {
      names.push(word);
      continue;
    }
    options[variable] = value;
    at += 1;
  }
  return { names, options };
}

/** One section after the other, until somebody interrupts. */
async function runLane(lane: readonly Section[], options: RunOptions): Promise<(Counts & { line: string })[]> {
  const results: (Counts & { line: string })[] = [];
  for (const section of lane) {
    if (interrupted) break;
    if (options.output === "show") say(`\n▸ ${section.title}`);
    const started = performance.now();
    const counts = await section.run(options);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    const line = `  ${counts.failed === 0 ? "✓" : "✗"} ${section.title.padEnd(38)} ${seconds.padStart(6)} s`;
    if (options.output === "keep") say(line);
    results.push({ ...counts, line });
  }
  return results;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

// Whatever a section leaves behind, also when it is interrupted, lies in one folder that goes away.
const folder = mkdtempSync(join(tmpdir(), "portico-run-"));
chmodSync(folder, 0o711);
process.env["TMPDIR"] = folder;
try {
  process.exitCode = await main(process.argv.slice(2));
} finally {
  // After an interruption the launcher is still stopping its engines, and writes until it has ended.
  await waitFor(`no program uses ${folder} any more`, () => programsThatName(folder).length === 0, 90_000);
  rmSync(folder, { recursive: true, force: true });
}
if (process.connected) process.disconnect();
