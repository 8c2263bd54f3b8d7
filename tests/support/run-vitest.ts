import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runProgram } from "./run-program.ts";
import type { RunOutcome } from "./vitest-run.ts";

export interface RunOptions {
  /** Whether to show words as they come, or only of what failed. */
  readonly output: "keep" | "show";
  /** What fails is not tried again. */
  readonly strict: boolean;
}

/** Vitest runs in a process of its own and leaves the counts in a file; none means that the run ended before its end. */
export async function runVitest(
  projects: readonly string[],
  { output: show, strict }: RunOptions,
  config = "tests/vitest.config.ts",
): Promise<{ counts: RunOutcome; output: string }> {
  const folder = mkdtempSync(join(tmpdir(), "portico-counts-"));
  const result = join(folder, "result.json");
  const program = ["--disable-warning=ExperimentalWarning", "tests/support/vitest-run.ts"];
  const args = [...program, config, result, strict ? "strict" : "forgiving", ...projects];
  try {
    const { code, output } = await runProgram(process.execPath, args, {}, show);
    const left: RunOutcome = existsSync(result)
      ? (JSON.parse(readFileSync(result, "utf8")) as RunOutcome)
      : { passed: 0, failed: 1, unsteady: [] };
    return { counts: { ...left, failed: code === 0 ? left.failed : Math.max(1, left.failed) }, output };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
