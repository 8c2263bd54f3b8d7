const FIRST_MS = 1_000;
const LAST_MS = 60_000;

/** Remembers what failed, so that it is tried again after a growing while and not at every step. */
export class Backoff {
  readonly #failed = new Map<string, { readonly times: number; readonly until: number }>();

  /** The keys whose turn it is. */
  ready(keys: readonly string[]): string[] {
    const now = performance.now();
    return keys.filter((key) => (this.#failed.get(key)?.until ?? 0) <= now);
  }

  /** Does the work for a key and remembers whether it failed. */
  async attempt<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    try {
      const result = await work();
      this.#failed.delete(key);
      return result;
    } catch (error) {
      const times = (this.#failed.get(key)?.times ?? 0) + 1;
      this.#failed.set(key, { times, until: performance.now() + Math.min(FIRST_MS * 2 ** (times - 1), LAST_MS) });
      throw error;
    }
  }
}
