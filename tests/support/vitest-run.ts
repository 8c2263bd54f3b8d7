import { writeFileSync } from "node:fs";
import { createVitest, type TestModule, type Vitest } from "vitest/node";
import { causesIn, type Failure, failuresIn, outcomeOf, passedThen, secondAttempt } from "./rerun.ts";

/** What a run of Vitest proved. `unsteady` failed at first and passed when it ran again; it is part of `passed`. */
export interface RunOutcome {
  readonly passed: number;
  readonly failed: number;
  readonly unsteady: readonly Failure[];
}

/** With more causes than this the thing is broken, and running all of it again tells nothing. */
const MOST_CAUSES = 10;

/**
 * Runs the tests, then what failed once more, alone, while whatever the run
 * booted is still up. Only a failing test, file or group is tried again: an
 * error outside of them is a failure. A run that is interrupted leaves no outcome.
 */
async function run(vitest: Vitest, forgiving: boolean): Promise<RunOutcome> {
  const { testModules, unhandledErrors } = await vitest.start();
  // Outcomes are read at once: a second attempt replaces the results of the first.
  const attempts = testModules.map((module) => ({ module, outcome: outcomeOf(module) }));
  let passed = attempts.reduce((sum, { outcome }) => sum + outcome.passed.length, 0);
  let failed = unhandledErrors.length + (testModules.length === 0 ? 1 : 0);
  const unsteady: Failure[] = [];
  const causes = attempts.reduce((sum, { outcome }) => sum + causesIn(outcome).length, 0);
  const again = forgiving && causes <= MOST_CAUSES;
  for (const { module, outcome } of attempts) {
    const failures = failuresIn(outcome);
    if (failures === 0) continue;
    const kept = causesIn(outcome);
    if (again && (await passesAgain(vitest, module, outcome))) {
      passed += outcome.failed.length + outcome.notRun.length;
      unsteady.push(...kept);
    } else failed += failures;
  }
  return { passed, failed, unsteady };
}

async function passesAgain(vitest: Vitest, module: TestModule, first: ReturnType<typeof outcomeOf>): Promise<boolean> {
  process.stdout.write(`\n▸ Once more, alone: ${module.relativeModuleId}\n`);
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications([secondAttempt(module, first)]);
  const then = testModules.find(({ id }) => id === module.id);
  return unhandledErrors.length === 0 && then !== undefined && passedThen(first, then);
}

/**
 * `node vitest-run.ts CONFIG RESULT strict|forgiving PROJECT …` leaves a
 * `RunOutcome` in the file RESULT and ends with 0, whatever the tests said; any
 * other end, or no such file, means that the run itself broke.
 */
const [config, result, mode, ...project] = process.argv.slice(2);
if (config === undefined || result === undefined || (mode !== "strict" && mode !== "forgiving"))
  throw new Error("usage: vitest-run.ts CONFIG RESULT strict|forgiving PROJECT …");
process.env["TEST"] = "true";
process.env["VITEST"] = "true";
process.env["NODE_ENV"] ??= "test";
/** Vitest tells how its end went by this alone. */
const exitCode = (): unknown => process.exitCode;

const vitest = await createVitest({ config, project, watch: false, run: true });
let outcome: RunOutcome;
try {
  outcome = await run(vitest, mode === "forgiving");
} finally {
  // Failing tests have set it already; what is asked here is whether everything could be stopped.
  process.exitCode = 0;
  await vitest.close();
}
const stopped = exitCode() === 0;
process.exitCode = 0;
writeFileSync(result, JSON.stringify(stopped ? outcome : { ...outcome, failed: outcome.failed + 1 }));
// A worker that does not end must not keep the run; the product has been stopped by now.
process.exit();
