import type { Worker } from "../../jobs/loop.ts";

/** Lets the bridge wait for work: whoever asks is answered when something changes, or after a while. */
export interface MailHub extends Worker {
  wake(): void;
  /** Asks until there is something, the time is over, whoever waits has gone, or the service stops. */
  wait<Found>(
    ask: () => Promise<Found | undefined>,
    milliseconds: number,
    gone: AbortSignal,
  ): Promise<Found | undefined>;
}

export function createMailHub(): MailHub {
  let stopped = false;
  const waiting = new Set<() => void>();
  const wake = (): void => {
    for (const go of waiting) go();
  };

  return {
    wake,
    async wait(ask, milliseconds, gone) {
      const until = performance.now() + milliseconds;
      for (;;) {
        let called = false;
        let call = (): void => undefined;
        const go = (): void => {
          called = true;
          call();
        };
        // From before the question on: what comes in between is not missed.
        waiting.add(go);
        gone.addEventListener("abort", go);
        try {
          // What is given out to nobody would lie there until its time is over.
          if (gone.aborted) return undefined;
          const found = await ask();
          const left = until - performance.now();
          if (found !== undefined || stopped || left <= 0) return found;
          if (!called) {
            await new Promise<void>((resolve) => {
              const timer = setTimeout(resolve, Math.min(left, 2_000));
              call = () => {
                clearTimeout(timer);
                resolve();
              };
            });
          }
        } finally {
          waiting.delete(go);
          gone.removeEventListener("abort", go);
        }
      }
    },
    start() {
      stopped = false;
    },
    async stop() {
      stopped = true;
      wake();
    },
  };
}
