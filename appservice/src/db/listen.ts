import { Client } from "pg";
import type { Worker } from "../jobs/loop.ts";
import type { Log } from "../log/logger.ts";

const RETRY_MS = 1_000;

/** Channels on which committed transactions call out; they carry no data. */
export type Channel = "inbox" | "outbox" | "live" | "rooms" | "bridges";

/**
 * One connection that hears what committed transactions call out. A call may be
 * lost while the connection is away, so everybody is called when it comes back,
 * and whoever listens looks by himself now and then.
 */
export function createListener(databaseUrl: string, on: Readonly<Record<Channel, () => void>>, log: Log): Worker {
  let client: Client | undefined;
  let stopped = false;
  let retry: NodeJS.Timeout | undefined;
  let connecting: Promise<void> = Promise.resolve();

  async function connect(): Promise<void> {
    const opened = new Client({ connectionString: databaseUrl, keepAlive: true });
    let over = false;
    const again = (error?: Error): void => {
      if (over || stopped) return;
      over = true;
      log.warn({ err: error }, "the listening database connection was lost");
      void close(opened);
      retry = setTimeout(() => {
        connecting = connect();
      }, RETRY_MS);
    };
    opened.on("error", again);
    opened.on("end", () => again());
    opened.on("notification", ({ channel }) => {
      if (channel in on) on[channel as Channel]();
    });
    try {
      await opened.connect();
      for (const channel of Object.keys(on)) await opened.query(`LISTEN ${opened.escapeIdentifier(channel)}`);
      client = opened;
      for (const call of Object.values(on)) call();
    } catch (error) {
      again(error instanceof Error ? error : new Error(String(error)));
    }
  }

  async function close(lost: Client): Promise<void> {
    try {
      await lost.end();
    } catch (error) {
      log.debug({ err: error }, "the lost connection was closed");
    }
  }

  return {
    start() {
      connecting = connect();
    },
    async stop() {
      stopped = true;
      clearTimeout(retry);
      await connecting;
      await client?.end();
    },
  };
}
