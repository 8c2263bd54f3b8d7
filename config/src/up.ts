import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Context, createContext } from "./context.ts";
import type { Engine, EngineName } from "./engines/engine.ts";
import { nodeArguments } from "./engines/node-service.ts";
import { checkout, type Installation } from "./installation.ts";
import { checkDiskSpace, checkPorts, prepareFolders } from "./preflight.ts";
import { Problem, wordsOf } from "./problem.ts";
import { type Lock, tryLock } from "./processes/lock.ts";
import { readRuns } from "./processes/run-record.ts";
import { removeRun } from "./processes/run-record.ts";
import { stopAll } from "./processes/stop-process.ts";
import { overview } from "./overview.ts";
import { settingsFile, writeSettings } from "./render/settings-files.ts";
import { loadSecrets } from "./secrets.ts";
import { sampleAccountsFile } from "./sample-accounts.ts";
import type { Terminal } from "./terminal.ts";
import { typed } from "./typed.ts";

/** An installation that runs. */
export interface RunningInstallation {
  readonly context: Context;
  /** Resolves when what the start did not wait for runs as well, or has failed; never rejects. */
  readonly complete: Promise<void>;
  /** Stops the engines, the last started first; resolves when no process is left. */
  stop(): Promise<void>;
}

/**
 * Brings an installation up: checks, repairs what a killed run left, installs
 * what is missing, starts the engines as their dependencies allow, and loads
 * the sample company once. An engine that the others can do without is not
 * waited for while it is being installed. When anything fails, or `signal` fires, everything
 * that was started is stopped again before this rejects.
 */
export async function up(
  installation: Installation,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<RunningInstallation> {
  prepareFolders(installation);
  const lock = await lockInstallation(installation);
  let context: Context | undefined;
  const failure = new AbortController();
  let complete: Promise<void> = Promise.resolve();
  const stop = async () => {
    failure.abort(new Problem("Portico is being stopped"));
    await complete;
    if (context) await stopEngines(context, terminal);
    await lock.release();
  };
  try {
    await stopLeftovers(installation, terminal);
    checkDiskSpace(installation);
    context = createContext(
      installation,
      loadSecrets(installation.folders.data),
      AbortSignal.any([signal, failure.signal]),
    );
    await checkPorts(context.engines);
    writeSettings(installation, context.secrets);
    context.keeper.open();
    const behind = await enginesBehind(context.engines);
    await overview(context, behind, terminal);
    complete = startBehind(behind, context, terminal);
    await startEngines(
      context.engines.filter((engine) => !behind.includes(engine)),
      context,
      terminal,
      failure,
    );
    context.keeper.setReady();
    return { context, complete, stop };
  } catch (error) {
    await stop();
    throw signal.aborted ? signal.reason : error;
  }
}

/** Takes the lock of a data folder; throws with the address of whoever holds it. */
export async function lockInstallation(installation: Installation): Promise<Lock> {
  const { folders, urls } = installation;
  const lock = await tryLock(folders.data);
  if (lock) return lock;
  const [run] = readRuns(folders.run).alive;
  throw new Problem(
    `Portico runs already with the data of ${folders.data}: ${run?.web ?? urls.web}${run ? ` (process ${run.launcher.pid})` : ""}. ` +
      `Stop it with "${typed(installation, "stop")}", or give this one its own dataFolder and ports.`,
  );
}

/** Stops what a killed run has left; the lock must be held. */
export async function stopLeftovers({ folders }: Installation, terminal: Terminal): Promise<void> {
  for (const run of readRuns(folders.run).left) {
    if (run.processes.length > 0) {
      const step = terminal.step("clean-up");
      step.progress(`the last run was killed; stopping its ${run.processes.map(({ name }) => name).join(", ")}`);
      await stopAll(run.processes);
      step.done("Stopped what a killed run had left");
    }
    removeRun(folders.run, run.launcher);
  }
}

/** Those that the others can do without and that are not there yet. */
async function enginesBehind(engines: readonly Engine[]): Promise<Engine[]> {
  const behind: Engine[] = [];
  for (const engine of engines) if (engine.dispensable && (await engine.find()) === undefined) behind.push(engine);
  return behind;
}

/** Installs and starts them beside the rest; why one does not run is said and kept for `npm run status`. */
async function startBehind(engines: readonly Engine[], context: Context, terminal: Terminal): Promise<void> {
  await Promise.all(
    engines.map(async (engine) => {
      try {
        await startEngine(engine, context, terminal, () => Promise.resolve());
      } catch (error) {
        if (context.signal.aborted) return;
        context.keeper.setEngine(engine.name, { problem: wordsOf(error) });
        terminal.line(`  ! ${wordsOf(error)}`);
      }
    }),
  );
}

/** Every engine is installed at once and started as soon as those that it needs are healthy. */
async function startEngines(
  engines: readonly Engine[],
  context: Context,
  terminal: Terminal,
  failure: AbortController,
): Promise<void> {
  const started = new Map<EngineName, Promise<void>>();
  for (const engine of engines)
    started.set(
      engine.name,
      startEngine(engine, context, terminal, () =>
        Promise.all(engine.after.map((name) => started.get(name) ?? Promise.resolve())),
      ),
    );
  const sample = (started.get("appservice") ?? Promise.resolve()).then(() => loadSample(context, terminal));
  void sayWhenAnswering([...started.values()], context, terminal);
  const outcomes = [...started.values(), sample].map((promise) =>
    promise.catch((error: unknown) => {
      failure.abort(error);
      throw error;
    }),
  );
  // All have ended before the first failure is reported: nothing may start after the clean-up.
  await Promise.allSettled(outcomes);
  if (failure.signal.aborted) throw failure.signal.reason;
}

/** The address is good before the sample company has moved in. */
async function sayWhenAnswering(
  started: readonly Promise<void>[],
  context: Context,
  terminal: Terminal,
): Promise<void> {
  const outcomes = await Promise.allSettled(started);
  if (outcomes.some(({ status }) => status === "rejected") || !sampleIsWanted(context)) return;
  terminal.line(`  Portico answers at ${context.installation.urls.web}; the sample company moves in`);
}

async function startEngine(
  engine: Engine,
  { keeper, signal }: Context,
  terminal: Terminal,
  needed: () => Promise<unknown>,
): Promise<void> {
  const step = terminal.step(engine.title);
  // What it waits for says itself why it failed.
  let waiting = false;
  try {
    let version: string | undefined;
    if (engine.external === undefined) {
      const present = await engine.find();
      if (present === undefined) keeper.setEngine(engine.name, { state: "installing" });
      let last: number | null = null;
      version = await engine.install((text, percent) => {
        step.progress(text, percent);
        if (percent === undefined || percent === last) return;
        last = percent;
        keeper.setEngine(engine.name, { percent });
      });
      keeper.setEngine(engine.name, { version, state: "waiting", percent: null });
    }
    waiting = true;
    await needed();
    waiting = false;
    signal.throwIfAborted();
    if (engine.external === undefined) keeper.setEngine(engine.name, { state: "starting" });
    const start = performance.now();
    await engine.start(step.progress, (text) => terminal.line(`  ! ${text}`));
    signal.throwIfAborted();
    if (engine.external === undefined) keeper.setEngine(engine.name, { state: "running" });
    const where = engine.external ?? engine.ports.map(({ port }) => port).join(", ");
    step.done(
      `${engine.title}${version ? ` ${version}` : ""} on ${where}, start ${((performance.now() - start) / 1000).toFixed(1)} s`,
    );
  } catch (error) {
    if (!signal.aborted && !waiting) {
      keeper.setEngine(engine.name, { state: "failed" });
      step.fail(engine.title);
    } else step.drop();
    throw error;
  }
}

async function stopEngines({ engines, keeper }: Context, terminal: Terminal): Promise<void> {
  const running = keeper.record.processes.length > 0;
  const step = terminal.step("stopping");
  for (const engine of engines.toReversed()) {
    if (running) step.progress(engine.title);
    await engine.stop();
    keeper.setEngine(engine.name, { state: "stopped" });
  }
  await stopAll(keeper.record.processes);
  await keeper.close();
  if (running) step.done("Everything has stopped");
  else step.drop();
}

/** Reads how much is done from the loader's own words: people and rooms first, then what they say to each other. */
export function sampleDone(line: string): number | undefined {
  const counts = [...line.matchAll(/(\d+)(?:\/| of )(\d+)/g)];
  const sum = (index: number) => counts.reduce((total, match) => total + Number(match[index]), 0);
  if (sum(2) === 0) return undefined;
  const part = sum(1) / sum(2);
  return Math.floor(line.startsWith("conversations") ? 75 + 24 * part : 75 * part);
}

const loader = join(checkout, "appservice/src/cli.ts");

const sampleIsWanted = ({ installation }: Pick<Context, "installation">): boolean =>
  installation.config.sampleCompany && !existsSync(sampleAccountsFile(installation)) && existsSync(loader);

/** The loader says what it does line by line, and marks the end by writing the accounts. */
async function loadSample({ installation, keeper, signal }: Context, terminal: Terminal): Promise<void> {
  if (!sampleIsWanted({ installation })) return;
  const step = terminal.step("Sample company");
  try {
    await keeper.run(
      "sample",
      {
        command: process.execPath,
        args: [...nodeArguments, loader, "load-sample", settingsFile(installation, "appservice.json")],
        cwd: checkout,
      },
      signal,
      (line) => step.progress(line.trim().slice(0, 60), sampleDone(line)),
    );
  } catch (error) {
    step.drop();
    throw signal.aborted ? error : new Problem(`The sample company could not be loaded.\n${wordsOf(error)}`);
  }
  step.done("Sample company loaded");
}
