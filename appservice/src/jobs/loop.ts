import type { Log } from "../log/logger.ts";

/** Work that goes on in the background of the process. */
export interface Worker {
  start(): void;
  /** Ends after the step that is running; resolves when nothing runs any more. */
  stop(): Promise<void>;
}

interface LoopOptions {
  readonly name: string;
  /** Does what there is to do; true means that more may wait and the next step follows at once. */
  readonly step: () => Promise<boolean>;
  /** Longest rest between two steps, in milliseconds. */
  readonly restMs: number;
  readonly log: Log;
}

const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 30_000;

/**
 * Runs one step after the other: at once while there is more to do, when woken,
 * and at the latest after a rest. A step that fails is tried again after a
 * growing pause, and the failure is logged once per attempt.
 */
export class Loop implements Worker {
  readonly #options: LoopOptions;
  #running: Promise<void> | undefined;
  #stopped = false;
  #woken = false;
  #wakeUp: () => void = () => undefined;

  constructor(options: LoopOptions) {
    this.#options = options;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Says that there is something to do. */
  wake(): void {
    this.#woken = true;
    this.#wakeUp();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#wakeUp();
    await this.#running;
  }

  async #run(): Promise<void> {
    let failures = 0;
    while (!this.#stopped) {
      this.#woken = false;
      try {
        const more = await this.#options.step();
        failures = 0;
        if (!more) await this.#rest(this.#options.restMs);
      } catch (error) {
        failures += 1;
        const pause = Math.min(FIRST_RETRY_MS * 2 ** (failures - 1), LAST_RETRY_MS);
        this.#options.log.error({ err: error, worker: this.#options.name, retryInMs: pause }, "background step failed");
        await this.#rest(pause);
      }
    }
  }

  #rest(milliseconds: number): Promise<void> {
    if (this.#woken || this.#stopped) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
