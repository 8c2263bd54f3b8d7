import { type DbPool, inTransaction } from "../db/connection.ts";
import type { Worker } from "../jobs/loop.ts";
import type { Log } from "../log/logger.ts";
import type { Consumer } from "./consumer.ts";
import { writeSubscriptions } from "./store.ts";
import { createOutboxWorker } from "./worker.ts";

interface OutboxParts {
  readonly db: DbPool;
  readonly log: Log;
  readonly consumers: readonly Consumer[];
  /** Called when an event was parked. */
  readonly onParked: () => Promise<void>;
}

/** The workers of all consumers. */
export interface OutboxFeed extends Worker {
  /** Makes known which consumer wants which events: from then on every event that commits is kept for it. */
  open(): Promise<void>;
  /** Says that events were recorded, or are to be handed over once more. */
  wake(): void;
}

export function createOutboxFeed({ consumers, ...parts }: OutboxParts): OutboxFeed {
  const workers = consumers.map((consumer) => createOutboxWorker(consumer, parts));
  return {
    wake() {
      for (const worker of workers) worker.wake();
    },
    open: () =>
      inTransaction(parts.db, (tx) =>
        writeSubscriptions(
          tx,
          consumers.map(({ name, wants }) => ({ consumer: name, names: wants === "all" ? ["*"] : wants })),
        ),
      ),
    start() {
      for (const worker of workers) worker.start();
    },
    async stop() {
      await Promise.all(workers.map((worker) => worker.stop()));
    },
  };
}
