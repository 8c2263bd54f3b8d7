import { writeFileSync } from "node:fs";
import type { Reporter, TestModule } from "vitest/node";

const FAILED = Symbol.for("portico.test-run-failed");
const place = globalThis as { [FAILED]?: boolean };

/** Whether the run that has just ended had a failure; decides whether logs are kept. */
export const runHasFailed = (): boolean => place[FAILED] ?? false;

/** Notes whether a run failed, and writes how many tests passed and failed to the file `PORTICO_TEST_COUNTS`. */
export class RunReporter implements Reporter {
  onTestRunEnd(
    modules: readonly TestModule[],
    errors: readonly unknown[],
    reason: "passed" | "interrupted" | "failed",
  ) {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const passed = tests.filter((test) => test.result().state === "passed").length;
    const broken = modules.filter((module) => module.errors().length > 0).length;
    // A test that was skipped or never ran proves nothing, so it counts as failed.
    const failed = tests.length - passed + broken + errors.length;
    place[FAILED] = reason !== "passed" || failed > 0;
    const file = process.env["PORTICO_TEST_COUNTS"];
    if (file !== undefined) writeFileSync(file, JSON.stringify({ passed, failed }));
  }
}
