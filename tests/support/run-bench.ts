import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bootStack, checkout } from "./boot.ts";
import { synapsePython } from "./python.ts";
import { runProgram } from "./run-program.ts";

/**
 * `npm run bench`: boots a stack, runs each program of `tests/load` against it,
 * then the policy module's own measurement beside the same Synapse without it.
 */
export async function bench(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "portico-bench-"));
  const { stack, stop } = await bootStack();
  let failed = 0;
  try {
    const status = join(folder, "status.json");
    writeFileSync(status, JSON.stringify(stack), { mode: 0o600 });
    for (const file of readdirSync(join(checkout, "tests", "load")).filter((name) => name.endsWith(".ts"))) {
      const program = ["--disable-warning=ExperimentalWarning", join("tests", "load", file)];
      const { code } = await runProgram(process.execPath, program, { PORTICO_TEST_STACK: status }, "show");
      if (code !== 0) failed += 1;
    }
  } finally {
    await stop(failed > 0);
    rmSync(folder, { recursive: true, force: true });
  }
  const module = await runProgram(
    await synapsePython(),
    ["-m", "tests.bench", "300", "60"],
    { PYTHONDONTWRITEBYTECODE: "1" },
    "show",
    join(checkout, "config", "synapse"),
  );
  return failed === 0 && module.code === 0 ? 0 : 1;
}
