import { setTimeout as pause } from "node:timers/promises";
import { inParallel } from "./in-parallel.ts";

interface PaceOptions {
  /** Milliseconds that the other side takes for an answer that costs it nothing. */
  readonly answerTime: () => Promise<number>;
  readonly most: number;
}

const SAMPLE_MS = 100;
/** An answer below this is quick, whatever the machine can do at its best. */
const QUICK_MS = 20;
/** So many times the quickest answers is slow. */
const SLOW_FACTOR = 4;
/** What was quick may be so no more: the measure drifts up by this with each look. */
const FORGET = 1.02;
const MAX_REST = 3;

/**
 * Does work in bulk for which nobody waits, at a server that others wait for:
 * more at a time while it answers as quickly as ever, fewer when it slows down,
 * and with rests when even one at a time is too much.
 */
export class Pace {
  readonly #options: PaceOptions;
  #lanes = 2;
  /** Length of the rest after a round, as a multiple of the round. */
  #rest = 0;
  #best = Number.POSITIVE_INFINITY;

  constructor(options: PaceOptions) {
    this.#options = options;
  }

  /** How many items make a round that is short enough to adapt after it. */
  get round(): number {
    return this.#lanes * 8;
  }

  /** Does a round of work and adapts; throws the first failure. */
  async run<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
    if (items.length === 0) return;
    const start = performance.now();
    const ended = new AbortController();
    const watching = this.#watch(ended.signal);
    try {
      await inParallel(items, this.#lanes, work);
    } finally {
      ended.abort();
      this.#adapt(await watching);
    }
    if (this.#rest > 0) await pause((performance.now() - start) * this.#rest);
  }

  async #watch(ended: AbortSignal): Promise<number[]> {
    const samples: number[] = [];
    while (!ended.aborted) {
      // A server that does not answer fails the work itself, which tells of it.
      samples.push(await this.#options.answerTime().catch(() => Number.POSITIVE_INFINITY));
      await pause(SAMPLE_MS, undefined, { signal: ended }).catch(() => undefined);
    }
    return samples;
  }

  #adapt(samples: readonly number[]): void {
    const ordered = samples.toSorted((left, right) => left - right);
    const [least] = ordered;
    const middle = ordered[Math.floor(ordered.length / 2)];
    if (least === undefined || middle === undefined) return;
    this.#best = Math.min(this.#best * FORGET, least);
    if (middle > Math.max(QUICK_MS, this.#best * SLOW_FACTOR)) {
      if (this.#lanes === 1) this.#rest = Math.min(MAX_REST, Math.max(0.5, this.#rest * 2));
      this.#lanes = Math.max(1, Math.floor(this.#lanes / 2));
    } else if (this.#rest > 0) {
      this.#rest = this.#rest < 0.5 ? 0 : this.#rest / 2;
    } else {
      this.#lanes = Math.min(this.#options.most, this.#lanes + 1);
    }
  }
}
