import { fromKysely, PgBoss, policies, type QueueOptions } from "pg-boss";
import type { Db } from "../db/connection.ts";
import { deterministicId } from "../deterministic-id.ts";
import type { Log } from "../log/logger.ts";
import { bringToNow } from "./store.ts";
import type { Job, JobKind } from "./job.ts";
import type { Worker } from "./loop.ts";

export interface SendOptions {
  /** Of two sends of a kind with the same key the second does nothing, until a week after the first was done. */
  readonly key?: string;
  /** Not before this moment. */
  readonly after?: Date;
}

/** Sends work to the background. */
export interface JobSender {
  /** Sends in the caller's transaction, so that the work exists if and only if the change does. */
  send<Data extends object>(db: Db, kind: JobKind<Data>, data: Data, options?: SendOptions): Promise<void>;
}

export interface JobQueue extends JobSender, Worker {
  /** Brings the tables of the queue up to date and makes the declared jobs known; nothing runs before `start`. */
  open(jobs: readonly Job[]): Promise<void>;
}

/** The queue's own schema in our database; nothing else is kept there. */
const SCHEMA = "jobs";
/** One connection listens, the others fetch and settle. */
const CONNECTIONS = 3;
const RETRIES = {
  retryLimit: 8,
  retryDelay: 2,
  retryBackoff: true,
  retryDelayMax: 600,
  expireInSeconds: 900,
  // A job whose process died is taken up again after this time instead of `expireInSeconds`.
  heartbeatSeconds: 30,
  deleteAfterSeconds: 7 * 86_400,
} as const satisfies QueueOptions;
/** New work is announced; what waits for its hour or for another attempt is found by looking. */
const LOOK_SECONDS = 5;
const STOP_WITHIN_MS = 10_000;

/**
 * Timers and background work on pg-boss, in our own database. What fails is
 * tried again with growing pauses, logged each time, and kept as failed when it
 * never succeeded. Order is not promised: what must stay in order goes through
 * the outbox.
 */
export function createJobQueue(databaseUrl: string, log: Log): JobQueue {
  const boss = new PgBoss({
    connectionString: databaseUrl,
    schema: SCHEMA,
    max: CONNECTIONS,
    useListenNotify: true,
    registerInstance: false,
    openTelemetry: { enabled: false },
  });
  boss.on("error", (error) => log.error({ err: error }, "the job queue met an error"));
  boss.on("warning", ({ message, data }) => log.warn({ data }, `job queue: ${message}`));
  let declared: readonly Job[] = [];
  let starting: Promise<void> | undefined;

  async function declare(job: Job, known: ReadonlySet<string>): Promise<void> {
    if (known.has(job.name)) await boss.updateQueue(job.name, { ...RETRIES, notify: true });
    // Of a timer's starts at most one waits; one that still runs does not keep the next from waiting.
    else {
      const policy = job.cron === null ? policies.standard : policies.short;
      await boss.createQueue(job.name, { ...RETRIES, notify: true, policy });
    }
    if (job.cron !== null) await boss.schedule(job.name, job.cron, null, { missed: "once" });
  }

  async function work(job: Job): Promise<void> {
    await boss.work(
      job.name,
      { includeMetadata: true, notifyPollingIntervalSeconds: LOOK_SECONDS },
      async ([taken]) => {
        if (taken === undefined) return;
        try {
          await job.handle(taken.data, taken.signal);
        } catch (error) {
          const attempt = taken.retryCount + 1;
          log.error({ err: error, job: job.name, id: taken.id, attempt, of: taken.retryLimit + 1 }, "a job failed");
          throw error;
        }
      },
    );
  }

  return {
    async open(jobs) {
      const names = new Set(jobs.map((job) => job.name));
      if (names.size !== jobs.length) throw new Error("two jobs have the same name");
      declared = jobs;
      await bringToNow({ databaseUrl, schema: SCHEMA, longestPauseSeconds: RETRIES.retryDelayMax });
      await boss.start();
      const known = new Set((await boss.getQueues()).map((queue) => queue.name));
      for (const job of jobs) await declare(job, known);
      const timers = new Set(jobs.filter((job) => job.cron !== null).map((job) => job.name));
      for (const { name } of await boss.getSchedules()) if (!timers.has(name)) await boss.unschedule(name);
    },
    start() {
      starting ??= Promise.all(declared.map(work)).then(
        () => undefined,
        (error: unknown) => log.error({ err: error }, "the job queue takes no work"),
      );
    },
    async stop() {
      await starting;
      await boss.stop({ timeout: STOP_WITHIN_MS });
    },
    async send(db, kind, data, { key, after } = {}) {
      await boss.send(kind.name, kind.data.parse(data), {
        db: fromKysely(db),
        ...(key !== undefined && { id: deterministicId(kind.name, key) }),
        ...(after !== undefined && { startAfter: after }),
      });
    },
  };
}
