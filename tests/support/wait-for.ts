import { setTimeout as pause } from "node:timers/promises";

const PROBE_MS = 50;

/**
 * Waits until a fact holds and resolves with what the probe found. Rejects,
 * naming the fact, when it does not come true in time.
 */
export async function waitFor<T>(
  fact: string,
  probe: () => Promise<T | undefined | false> | T | undefined | false,
  withinMs = 15_000,
): Promise<T> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const found = await probe();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > deadline) throw new Error(`did not come true within ${withinMs} ms: ${fact}`);
    await pause(PROBE_MS);
  }
}
