import { join } from "node:path";
import { checkout } from "./boot.ts";
import { synapsePython } from "./python.ts";
import { runProgram } from "./run-program.ts";
import { type RunOptions, runVitest } from "./run-vitest.ts";
import type { RunOutcome } from "./vitest-run.ts";

/** What a section proved. `unsteady` is part of `passed`. */
export type Counts = RunOutcome;

export interface Section {
  readonly name: string;
  readonly title: string;
  /** Needs no running product, and so runs beside the section that boots one: that mostly waits for the homeserver. */
  readonly beside?: true;
  /** Runs only when it is named: its rounds take as long as one likes. */
  readonly onDemand?: true;
  readonly run: (options: RunOptions) => Promise<Counts>;
}

const bin = (name: string) => join(checkout, "node_modules", ".bin", name);
const node = process.execPath;

/** Everything that `npm test` proves, in order; what fails fast comes first. */
export const sections: readonly Section[] = [
  check("lint", "Lint", bin("oxlint"), ["--type-aware", "--deny-warnings"]),
  check("format", "Format", bin("oxfmt"), ["--check"]),
  check("types", "Types", bin("tsc"), ["-b"]),
  check("unused", "Unused code and packages", bin("knip"), []),
  check("generated", "Generated files are up to date", node, ["config/bin/gen.mjs", "--check"]),
  {
    name: "unit",
    title: "Unit tests",
    beside: true,
    run: (options) => vitest(["unit"], { ...options, strict: true }),
  },
  { ...suites("installations", "Launcher, backup, own engines"), beside: true },
  {
    name: "stack",
    title: "Screens, API, Matrix, browsers, faults, bridges",
    run: (options) => vitest(["screens", "api", "matrix", "e2e", "faults", "bridges"], options),
  },
  suites("crashes", "Engines killed, disk full, under load"),
  {
    name: "faults",
    title: "Engines killed, disk full, clock an hour off, under load",
    onDemand: true,
    run: (options) => vitest(["crashes", "clock"], options),
  },
  { name: "python", title: "Policy module (Python)", run: pythonTests },
];

/** A program that says nothing when all is well counts as one test; its words are shown when it fails. */
function check(name: string, title: string, program: string, args: readonly string[]): Section {
  return {
    name,
    title,
    beside: true,
    async run() {
      const { code, output } = await runProgram(program, args);
      if (code !== 0) process.stdout.write(`${output}\n`);
      return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, unsteady: [] };
    },
  };
}

function suites(name: string, title: string): Section {
  return { name, title, run: (options) => vitest([name], options) };
}

async function vitest(projects: readonly string[], options: RunOptions): Promise<Counts> {
  const { counts, output } = await runVitest(projects, options);
  if (counts.failed > 0 || counts.unsteady.length > 0) process.stdout.write(output);
  return counts;
}

/**
 * With the Python that the stack of the section before has installed. When this
 * process is killed the tests are as well, and with them the homeserver that
 * they run (prctl(2), PR_SET_PDEATHSIG).
 */
async function pythonTests(): Promise<Counts> {
  const { code, output } = await runProgram(
    "setpriv",
    ["--pdeathsig=KILL", await synapsePython(), "-m", "unittest", "discover", "."],
    { PYTHONDONTWRITEBYTECODE: "1" },
    "keep",
    join(checkout, "config", "synapse"),
  );
  const ran = Number(/^Ran (\d+) tests?/m.exec(output)?.[1] ?? 0);
  const problems = [...output.matchAll(/(?:failures|errors|skipped)=(\d+)/g)].reduce(
    (sum, [, n]) => sum + Number(n),
    0,
  );
  const failed = code === 0 && ran > 0 ? problems : Math.max(1, problems);
  if (failed > 0) process.stdout.write(`${output}\n`);
  return { passed: Math.max(0, ran - failed), failed, unsteady: [] };
}
