import type { Counts } from "./run-sections.ts";

/** With more than these a run fails: one that passes only when tried again is a fault to be fixed. */
const MOST_UNSTEADY = 3;

/** The last words of a run: what was unsteady and why, and one line that counts. */
export function verdictLines(results: readonly Counts[], interrupted: boolean): { lines: string[]; passed: boolean } {
  const unsteady = results.flatMap((result) => result.unsteady);
  const tooMany = unsteady.length > MOST_UNSTEADY;
  const passed = results.reduce((sum, result) => sum + result.passed, 0);
  const failed =
    results.reduce((sum, result) => sum + result.failed, 0) + (interrupted ? 1 : 0) + (tooMany ? unsteady.length : 0);
  const lines = unsteady.flatMap(({ name, log }) => [
    `Unsteady, passed when run once more: ${name}`,
    ...log.split("\n").map((line) => `    ${line}`),
    "",
  ]);
  if (unsteady.length > 0) lines.push("Pictures and logs of the first attempt: tests/artefacts");
  if (tooMany) lines.push(`More than ${MOST_UNSTEADY} tests were unsteady, so all of them count as failed.`);
  if (interrupted) lines.push("Interrupted; what had not run counts as one failure.");
  lines.push(`${tooMany ? Math.max(0, passed - unsteady.length) : passed} passed, ${failed} failed`);
  return { lines, passed: failed === 0 };
}
