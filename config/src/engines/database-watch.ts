import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { Client } from "pg";

const AGAIN_MS = 500;
/** A server that takes the connection and says nothing is away as well. */
const CONNECT_MS = 10_000;

/**
 * Notices that a database server went away and came back, by a connection that
 * does nothing else. Ends with `signal`.
 */
export async function watchDatabase(
  connectionString: string,
  signal: AbortSignal,
  onBack: () => Promise<void>,
): Promise<void> {
  let lost = false;
  while (!signal.aborted) {
    const client = new Client({ connectionString, keepAlive: true, connectionTimeoutMillis: CONNECT_MS });
    // Said on the connection as well when the server goes; that it has ended is what counts.
    client.on("error", () => undefined);
    // From the beginning: it may be lost again before `onBack` has ended.
    const ended = once(client, "end", { signal });
    ended.catch(() => undefined);
    try {
      await client.connect();
      if (lost) await onBack();
      await ended;
      lost = true;
    } catch (error) {
      if (signal.aborted) break;
      // The server is away: that is what is waited for.
      lost ||= error instanceof Error;
    } finally {
      await client.end();
    }
    await delay(AGAIN_MS, undefined, { signal }).catch(() => undefined);
  }
}
