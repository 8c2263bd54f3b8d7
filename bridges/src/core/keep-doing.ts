import { setTimeout as pause } from "node:timers/promises";
import { type Log, problemText } from "./log.ts";

const FIRST_PAUSE_MS = 500;
const LAST_PAUSE_MS = 30_000;

interface Work {
  readonly name: string;
  readonly step: (signal: AbortSignal) => Promise<void>;
  readonly signal: AbortSignal;
  readonly log: Log;
  /** Hears of each failure, and with null that it goes on. */
  readonly onProblem?: (problem: string | null) => void;
}

/** Does one step after the other until the signal. A step that fails is tried again after a growing pause. */
export async function keepDoing({ name, step, signal, log, onProblem }: Work): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    try {
      await step(signal);
      if (failures > 0) onProblem?.(null);
      failures = 0;
    } catch (error) {
      if (signal.aborted) return;
      failures += 1;
      const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), LAST_PAUSE_MS);
      const cause = error instanceof Error && error.cause !== undefined ? problemText(error.cause) : undefined;
      log.warn({ work: name, problem: problemText(error), cause, pauseMs }, "a step failed");
      onProblem?.(problemText(error));
      await pause(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  }
}
