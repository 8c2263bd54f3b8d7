/** Pauses between tries in milliseconds: the first after a second, at most a minute. */
const pauseOf = (attempt: number): number => Math.min(60_000, 1000 * 2 ** attempt);

/** Waiting that good news can cut short. */
export class Wake {
  private _waiting: (() => void)[] = [];

  /** Resolves after a pause that grows with `attempt`, or `atLeast` milliseconds, or at the next `now`. */
  async after(attempt: number, atLeast: number | null): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, Math.max(atLeast ?? 0, pauseOf(attempt)));
      // A server that asked for patience gets it, whatever the news.
      if (atLeast !== null) return;
      this._waiting.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  now(): void {
    const waiting = this._waiting;
    this._waiting = [];
    waiting.forEach((resolve) => resolve());
  }
}
