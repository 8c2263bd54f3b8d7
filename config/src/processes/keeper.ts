import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, writeSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { PassThrough } from "node:stream";
import { isNoRoom } from "../no-room.ts";
import { Problem } from "../problem.ts";
import { childEnvironment } from "./child-environment.ts";
import { lastLines, openLog, rotate } from "./log-file.ts";
import { identify } from "./process-id.ts";
import {
  type EngineRecord,
  makeRunFolder,
  ownIdentity,
  type ProcessRecord,
  removeRun,
  runFile,
  type RunRecord,
  writeRun,
} from "./run-record.ts";
import { stopProcess } from "./stop-process.ts";

/** How a program is started and stopped. */
export interface ProcessPlan {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Signals that ask it to end, each with the time it is given; SIGKILL follows. */
  readonly stop?: readonly { readonly signal: NodeJS.Signals; readonly ms: number }[];
}

/** A program that was started. */
export interface Spawned {
  readonly record: ProcessRecord;
  /** Resolves when it has ended, with the reason in words. */
  readonly ended: Promise<string>;
}

const RECORD_AGAIN_MS = 1_000;
const defaultStop = [{ signal: "SIGTERM", ms: 10_000 }] as const;

/**
 * Starts every process of an installation and knows which of them run. A guard
 * process, in a session of its own, stops them when this process is killed.
 * Children are in sessions of their own as well: a Ctrl-C of the terminal
 * reaches the launcher only, which then stops them in order.
 */
export class ProcessKeeper {
  readonly #folders: { run: string; logs: string };
  readonly #record: RunRecord;
  readonly #rotation: NodeJS.Timeout;
  readonly #logs = new Set<string>();
  #guard: ChildProcess | undefined;
  #recording = false;
  #again: NodeJS.Timeout | undefined;

  constructor(
    folders: { run: string; logs: string },
    about: { configFile: string; web: string; engines: EngineRecord[] },
  ) {
    this.#folders = folders;
    this.#record = { launcher: ownIdentity(), ready: false, processes: [], ...about };
    this.#rotation = setInterval(() => this.#logs.forEach((file) => rotate(file)), 60_000).unref();
  }

  /** The guard runs from here on. */
  open(): void {
    makeRunFolder(this.#folders.run);
    this.#recording = true;
    this.#write();
    this.#guard = spawn(
      process.execPath,
      [join(import.meta.dirname, "guard.ts"), runFile(this.#folders.run, this.#record.launcher)],
      { detached: true, stdio: ["pipe", "ignore", "ignore"], env: childEnvironment() },
    );
    this.#guard.unref();
  }

  get record(): Readonly<RunRecord> {
    return this.#record;
  }

  addEngine(name: string, state: EngineRecord["state"]): void {
    this.#record.engines.push({ name, state, version: null, percent: null, problem: null });
  }

  setEngine(name: string, change: Partial<EngineRecord>): void {
    const engine = this.#record.engines.find((candidate) => candidate.name === name);
    if (engine) Object.assign(engine, change);
    this.#write();
  }

  setReady(): void {
    this.#record.ready = true;
    this.#write();
  }

  logFile(name: string): string {
    return join(this.#folders.logs, `${name}.log`);
  }

  /** Starts a program whose output goes to the log `name`. */
  async spawn(name: string, plan: ProcessPlan): Promise<Spawned> {
    const log = openLog(this.logFile(name));
    this.#logs.add(this.logFile(name));
    const child = spawn(plan.command, plan.args, {
      ...(plan.cwd ? { cwd: plan.cwd } : {}),
      env: childEnvironment(plan.env),
      detached: true,
      stdio: ["ignore", log, log],
    });
    closeSync(log);
    return this.#keep(name, plan, child);
  }

  /**
   * Runs a program to its end. Each line of its output goes to the log `name`
   * and to `onLine`. Rejects with its last lines when it fails, and with the
   * signal's reason, the program being stopped, when `signal` fires.
   */
  async run(name: string, plan: ProcessPlan, signal: AbortSignal, onLine: (line: string) => void = () => undefined) {
    signal.throwIfAborted();
    const log = openLog(this.logFile(name));
    const child = spawn(plan.command, plan.args, {
      ...(plan.cwd ? { cwd: plan.cwd } : {}),
      env: childEnvironment(plan.env),
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const output = new PassThrough();
    child.stdout.pipe(output, { end: false });
    child.stderr.pipe(output, { end: false });
    createInterface({ input: output }).on("line", (line) => {
      writeSync(log, `${line}\n`);
      onLine(line);
    });
    let closed: () => void = () => undefined;
    const outputEnded = new Promise<void>((resolve) => (closed = resolve));
    child.once("close", () => output.end(() => closed()));
    const { record, ended } = await this.#keep(name, plan, child);
    const stop = () => void stopProcess(record);
    signal.addEventListener("abort", stop, { once: true });
    // Nobody listened while the record was made.
    if (signal.aborted) stop();
    const how = await ended;
    await outputEnded;
    signal.removeEventListener("abort", stop);
    closeSync(log);
    signal.throwIfAborted();
    if (how !== "exit code 0")
      throw new Problem(
        `${plan.command} failed (${how}). Its last words:\n${lastLines(this.logFile(name), 12)}\nWhole log: ${this.logFile(name)}`,
      );
  }

  /** Ends the guard and takes the record away; everything must have been stopped. */
  async close(): Promise<void> {
    clearInterval(this.#rotation);
    clearTimeout(this.#again);
    this.#recording = false;
    removeRun(this.#folders.run, this.#record.launcher);
    const guard = this.#guard;
    if (!guard || guard.exitCode !== null) return;
    const gone = new Promise((resolve) => guard.once("exit", resolve));
    guard.ref();
    guard.stdin?.end();
    await gone;
  }

  async #keep(name: string, plan: ProcessPlan, child: ChildProcess): Promise<Spawned> {
    const ended = new Promise<string>((resolve) =>
      child.once("exit", (code, signal) => resolve(signal ? `signal ${signal}` : `exit code ${code}`)),
    );
    const failed = new Promise<never>((_, reject) =>
      child.once("error", (error: NodeJS.ErrnoException) =>
        reject(
          new Problem(`${plan.command} cannot be started: ${error.code === "ENOENT" ? "not found" : error.message}.`),
        ),
      ),
    );
    // Rejections before anybody awaits must not end the launcher.
    failed.catch(() => undefined);
    if (child.pid === undefined) return failed;
    const identity = identify(child.pid) ?? { pid: child.pid, startTicks: "0" };
    const record: ProcessRecord = { ...identity, name, stop: [...(plan.stop ?? defaultStop)] };
    this.#record.processes.push(record);
    this.#write();
    child.once("exit", () => {
      this.#record.processes = this.#record.processes.filter((other) => other !== record);
      this.#write();
    });
    return { record, ended };
  }

  /** What a full disk does not take is written as soon as it does: engines are kept by this process, not by the file. */
  #write(): void {
    clearTimeout(this.#again);
    if (!this.#recording) return;
    try {
      writeRun(this.#folders.run, this.#record);
    } catch (error) {
      if (!isNoRoom(error)) throw error;
      this.#again = setTimeout(() => this.#write(), RECORD_AGAIN_MS).unref();
    }
  }
}
