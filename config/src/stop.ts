import type { Installation } from "./installation.ts";
import { Problem } from "./problem.ts";
import { tryLock, untilReleased } from "./processes/lock.ts";
import { sendSignal } from "./processes/process-id.ts";
import { readRuns, removeRun } from "./processes/run-record.ts";
import { stopAll } from "./processes/stop-process.ts";
import type { Terminal } from "./terminal.ts";

/** `npm stop`: asks the launcher to stop and waits until it has; stops what a killed one left. */
export async function stop({ folders }: Installation, terminal: Terminal): Promise<void> {
  const { alive, left } = readRuns(folders.run);
  const [run] = alive;
  if (run) {
    const step = terminal.step("stopping");
    step.progress(run.web);
    sendSignal(run.launcher.pid, "SIGTERM");
    await untilReleased(folders.data, AbortSignal.timeout(120_000)).catch(() => {
      throw new Problem(
        `The launcher (process ${run.launcher.pid}) does not stop. "kill -9 ${run.launcher.pid}" ends it; its guard then stops the engines.`,
      );
    });
    step.done(`Portico at ${run.web} has stopped`);
    return;
  }
  const lock = await tryLock(folders.data);
  if (!lock) throw new Problem(`Portico is just starting with the data of ${folders.data}. Try again in a moment.`);
  try {
    for (const { launcher, processes } of left) {
      await stopAll(processes);
      removeRun(folders.run, launcher);
    }
  } finally {
    await lock.release();
  }
  terminal.line(left.length > 0 ? "Stopped what a killed run had left." : "Portico does not run.");
}
