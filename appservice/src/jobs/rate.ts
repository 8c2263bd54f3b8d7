const WINDOW_MS = 60_000;

/** Counts how much was done in the last minute. */
export class Rate {
  readonly #done: number[] = [];
  readonly #started = performance.now();

  count(): void {
    this.#done.push(performance.now());
  }

  /** Per second, over the last minute or since the first was counted. */
  perSecond(): number {
    const now = performance.now();
    while ((this.#done[0] ?? now) < now - WINDOW_MS) this.#done.shift();
    const span = Math.min(WINDOW_MS, now - this.#started, now - (this.#done[0] ?? now) + 1000);
    return (this.#done.length / span) * 1000;
  }
}
