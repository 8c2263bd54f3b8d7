import { setTimeout as pause } from "node:timers/promises";

const AGAIN_MS = 200;
const GIVE_UP_MS = 180_000;

/** The server was there and said no for good: trying again would not help. */
class Refused extends Error {}

/**
 * Sends a request as a client that does not give up: what was not answered, or
 * answered with "not now", is sent again as it was, and `heard` is told of it.
 * Resolves with the answer.
 */
export async function persist(
  url: string,
  init: RequestInit,
  heard: (trouble: string) => void = () => undefined,
): Promise<Record<string, unknown>> {
  const deadline = performance.now() + GIVE_UP_MS;
  for (;;) {
    const outcome = await attempt(url, init);
    if (!(outcome instanceof Error)) return outcome;
    if (outcome instanceof Refused || performance.now() > deadline) throw outcome;
    heard(outcome.message);
    await pause(AGAIN_MS);
  }
}

async function attempt(url: string, init: RequestInit): Promise<Record<string, unknown> | Error> {
  try {
    const answer = await fetch(url, { ...init, signal: AbortSignal.timeout(15_000) });
    const text = await answer.text();
    if (answer.ok) return JSON.parse(text) as Record<string, unknown>;
    const words = `${init.method} ${url}: ${answer.status} ${text.slice(0, 500)}`;
    // An import that this client took for lost may be running still.
    const notNow = answer.status >= 500 || answer.status === 429 || text.includes("IMPORT_RUNNING");
    return notNow ? new Error(words) : new Refused(words);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return new Error(`${init.method} ${url}: ${why}`, { cause: error });
  }
}
