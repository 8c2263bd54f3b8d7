import { type DbPool, inTransaction } from "../db/connection.ts";
import { createListener } from "../db/listen.ts";
import type { Worker } from "../jobs/loop.ts";
import type { Log } from "../log/logger.ts";
import type { Consumer } from "./consumer.ts";
import { writeSubscriptions } from "./store.ts";
import { createOutboxWorker } from "./worker.ts";

interface OutboxParts {
  readonly db: DbPool;
  readonly databaseUrl: string;
  readonly log: Log;
  readonly consumers: readonly Consumer[];
  /** Told when live changes were written. */
  readonly onLive: () => void;
}

/** The workers of all consumers, woken by the transactions that record events. */
export interface OutboxFeed extends Worker {
  /** Makes known which consumer wants which events: from then on every event that commits is kept for it. */
  open(): Promise<void>;
  /** Looks at once, as after a replay. */
  wake(): void;
}

export function createOutboxFeed({ db, databaseUrl, log, consumers, onLive }: OutboxParts): OutboxFeed {
  const workers = consumers.map((consumer) => createOutboxWorker(db, consumer, log));
  const wake = (): void => {
    for (const worker of workers) worker.wake();
  };
  const listener = createListener(databaseUrl, { outbox: wake, live: onLive }, log);
  return {
    wake,
    open: () =>
      inTransaction(db, (tx) =>
        writeSubscriptions(
          tx,
          consumers.map(({ name, wants }) => ({ consumer: name, names: wants === "all" ? ["*"] : wants })),
        ),
      ),
    start() {
      listener.start();
      for (const worker of workers) worker.start();
    },
    async stop() {
      await Promise.all([listener.stop(), ...workers.map((worker) => worker.stop())]);
    },
  };
}
