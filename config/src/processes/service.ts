import { setTimeout as delay } from "node:timers/promises";
import { Problem } from "../problem.ts";
import type { ProcessKeeper, ProcessPlan, Spawned } from "./keeper.ts";
import { lastLines } from "./log-file.ts";
import { stopProcess } from "./stop-process.ts";

/** Something that happened to a running engine and that a person wants to read. */
export type Notice = (text: string) => void;

/**
 * One long-running process. Until {@link Service.watch} it may fail and says
 * why; from then on it is started again whenever it ends, after 1 s and then
 * twice as long each time up to 30 s, until it has run for a minute.
 */
export class Service {
  readonly #keeper: ProcessKeeper;
  readonly #name: string;
  readonly #plan: () => Promise<ProcessPlan>;
  readonly #stopping = new AbortController();
  #spawned: Spawned | undefined;
  #loop: Promise<void> | undefined;
  #renewed: string | undefined;

  constructor(keeper: ProcessKeeper, name: string, plan: () => Promise<ProcessPlan>) {
    this.#keeper = keeper;
    this.#name = name;
    this.#plan = plan;
  }

  /** Starts the process and resolves when `health` does; rejects when it ends or stays unwell for `ms`. */
  async start(health: () => Promise<void>, ms: number, signal: AbortSignal): Promise<void> {
    const spawned = await this.#spawn();
    const how = await this.#firstOf(spawned, health, ms, signal);
    if (how !== undefined) throw new Problem(`${this.#name} ended at once (${how}). ${this.#lastWords()}`);
  }

  /** From now on the end of the process is a crash to be repaired. */
  watch(notice: Notice, health: () => Promise<void>): void {
    this.#loop = this.#revive(notice, health);
  }

  /** Ends the process, which is then started again; `why` is told to the person who reads notices. */
  async renew(why: string): Promise<void> {
    if (this.#spawned === undefined || this.#stopping.signal.aborted) return;
    this.#renewed = why;
    await stopProcess(this.#spawned.record);
  }

  /** Ends the process and its supervision. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    if (this.#spawned) await stopProcess(this.#spawned.record);
    await this.#loop;
    // A start that was already under way has finished by now.
    if (this.#spawned) await stopProcess(this.#spawned.record);
  }

  async #spawn(): Promise<Spawned> {
    this.#spawned = await this.#keeper.spawn(this.#name, await this.#plan());
    return this.#spawned;
  }

  /** Resolves to undefined when the process is well, and to how it ended when it was not to be. */
  async #firstOf(
    spawned: Spawned,
    health: () => Promise<void>,
    ms: number,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    const over = new AbortController();
    try {
      return await Promise.race([
        spawned.ended,
        untilHealthy(
          health,
          ms,
          AbortSignal.any([signal, over.signal]),
          () => `${this.#name} does not answer. ${this.#lastWords()}`,
        ).then(() => undefined),
      ]);
    } finally {
      over.abort();
    }
  }

  async #revive(notice: Notice, health: () => Promise<void>): Promise<void> {
    const stopping = this.#stopping.signal;
    let pause = 1000;
    for (;;) {
      const since = performance.now();
      const how = (await this.#spawned?.ended) ?? "not started";
      if (stopping.aborted) return;
      if (performance.now() - since > 60_000) pause = 1000;
      this.#keeper.setEngine(this.#name, { state: "restarting" });
      const why = this.#renewed === undefined ? `ended unexpectedly (${how})` : `is renewed: ${this.#renewed}`;
      this.#renewed = undefined;
      notice(`${this.#name} ${why}; starting it again in ${pause / 1000} s. Log: ${this.#keeper.logFile(this.#name)}`);
      try {
        await delay(pause, undefined, { signal: stopping });
        const how = await this.#firstOf(await this.#spawn(), health, 120_000, stopping);
        if (how === undefined) {
          this.#keeper.setEngine(this.#name, { state: "running" });
          notice(`${this.#name} runs again.`);
        }
      } catch (error) {
        if (stopping.aborted) return;
        notice(`${this.#name} could not be started again: ${error instanceof Error ? error.message : String(error)}`);
      }
      pause = Math.min(pause * 2, 30_000);
    }
  }

  #lastWords(): string {
    const file = this.#keeper.logFile(this.#name);
    return `Its last words:\n${lastLines(file, 8)}\nWhole log: ${file}`;
  }
}

/** Asks `health` again and again until it resolves. */
async function untilHealthy(
  health: () => Promise<void>,
  ms: number,
  signal: AbortSignal,
  complaint: () => string,
): Promise<void> {
  const until = performance.now() + ms;
  for (;;) {
    signal.throwIfAborted();
    try {
      await health();
      return;
    } catch (error) {
      if (performance.now() > until)
        throw new Problem(`${complaint()}\n(${error instanceof Error ? error.message : String(error)})`);
    }
    await delay(60, undefined, { signal });
  }
}
