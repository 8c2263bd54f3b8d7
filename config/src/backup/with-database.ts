import { createContext } from "../context.ts";
import { postgresEngine } from "../engines/postgres.ts";
import type { Installation } from "../installation.ts";
import { Problem, wordsOf } from "../problem.ts";
import { readRuns } from "../processes/run-record.ts";
import type { Secrets } from "../secrets.ts";
import type { Terminal } from "../terminal.ts";
import { lockInstallation, stopLeftovers } from "../up.ts";
import { typed } from "../typed.ts";

/**
 * Does `work` while the database server answers: the one of the running
 * installation, or, when nothing runs, one that is started for it alone and
 * stopped again. Nobody can start the installation in that time.
 */
export async function withDatabase<Result>(
  installation: Installation,
  secrets: Secrets,
  terminal: Terminal,
  signal: AbortSignal,
  work: () => Promise<Result>,
): Promise<Result> {
  const [run] = readRuns(installation.folders.run).alive;
  if (run) {
    const context = createContext(installation, secrets, signal);
    await postgresEngine(context)
      .health()
      .catch((error: unknown) => {
        throw new Problem(
          `The database server of ${run.web} does not answer (${wordsOf(error)}). "${typed(installation, "doctor")}" says more.`,
        );
      });
    return work();
  }
  const lock = await lockInstallation(installation);
  try {
    await stopLeftovers(installation, terminal);
    return await withOwnServer(installation, secrets, terminal, signal, work);
  } finally {
    await lock.release();
  }
}

/** The same for whoever holds the lock and knows that nothing runs. */
export async function withOwnServer<Result>(
  installation: Installation,
  secrets: Secrets,
  terminal: Terminal,
  signal: AbortSignal,
  work: () => Promise<Result>,
): Promise<Result> {
  const { keeper, ...context } = createContext(installation, secrets, signal);
  const server = postgresEngine({ ...context, keeper });
  keeper.open();
  try {
    const step = terminal.step(server.title);
    try {
      await server.start(step.progress, (text) => terminal.line(`  ! ${text}`));
      step.drop();
    } catch (error) {
      step.fail(server.title);
      throw error;
    }
    return await work();
  } finally {
    await server.stop();
    await keeper.close();
  }
}
