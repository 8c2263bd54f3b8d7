import type { Reporter, TestModule } from "vitest/node";

const FAILED = Symbol.for("portico.test-run-failed");
const place = globalThis as { [FAILED]?: boolean };

/** Whether anything has failed in this process, also if it passed when it ran again; decides whether logs are kept. */
export const runHasFailed = (): boolean => place[FAILED] ?? false;

/** Notes whether a run failed. */
export class RunReporter implements Reporter {
  onTestRunEnd(_modules: readonly TestModule[], errors: readonly unknown[], reason: string) {
    if (reason !== "passed" || errors.length > 0) place[FAILED] = true;
  }
}
