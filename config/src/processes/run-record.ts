import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { writePrivate } from "../write.ts";
import { identify, isAlive, ProcessId } from "./process-id.ts";

/** A signal that asks a process to end, and how long it may take. */
const StopStep = z.object({ signal: z.string(), ms: z.number() });

const EngineRecord = z.object({
  name: z.string(),
  state: z.enum(["waiting", "installing", "starting", "running", "restarting", "external", "failed", "stopped"]),
  version: z.string().nullable(),
  /** How much of its installation is done; null where that is not known. */
  percent: z.number().nullable().default(null),
  /** Why it does not run, when the others go on without it. */
  problem: z.string().nullable().default(null),
});
/** How an engine is doing, as the launcher last wrote it. */
export type EngineRecord = z.infer<typeof EngineRecord>;

const ProcessRecord = ProcessId.extend({ name: z.string(), stop: z.array(StopStep) });
/** A process that the launcher started and how it is stopped. */
export type ProcessRecord = z.infer<typeof ProcessRecord>;

const RunRecord = z.object({
  launcher: ProcessId,
  configFile: z.string(),
  web: z.string(),
  ready: z.boolean(),
  engines: z.array(EngineRecord),
  /** In the order of starting. */
  processes: z.array(ProcessRecord),
});
/**
 * What one run of the launcher has going. Each run writes its own file, so the
 * guard of a killed run and the next run cannot take each other's record.
 */
export type RunRecord = z.infer<typeof RunRecord>;

/** The file of a run. */
export const runFile = (folder: string, launcher: ProcessId) =>
  join(folder, `run-${launcher.pid}-${launcher.startTicks}.json`);

export function writeRun(folder: string, record: RunRecord): void {
  writePrivate(runFile(folder, record.launcher), `${JSON.stringify(record, null, 2)}\n`);
}

export function removeRun(folder: string, launcher: ProcessId): void {
  rmSync(runFile(folder, launcher), { force: true });
}

/** The runs that left a record: those whose launcher lives, and those whose launcher was killed. */
export function readRuns(folder: string): { alive: RunRecord[]; left: RunRecord[] } {
  if (!existsSync(folder)) return { alive: [], left: [] };
  const runs = readdirSync(folder)
    .filter((name) => /^run-\d+-\d+\.json$/.test(name))
    .flatMap((name) => {
      const record = readRecord(join(folder, name));
      return record ? [record] : [];
    });
  const [alive, left]: [RunRecord[], RunRecord[]] = [[], []];
  for (const run of runs) (isAlive(run.launcher) ? alive : left).push(run);
  return { alive, left };
}

/** Undefined when the run ended between listing and reading. */
export function readRecord(file: string): RunRecord | undefined {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
  return RunRecord.parse(JSON.parse(text));
}

/** This process as a launcher. */
export function ownIdentity(): ProcessId {
  const own = identify(process.pid);
  if (!own) throw new Error("/proc does not show this process");
  return own;
}

export function makeRunFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
}
