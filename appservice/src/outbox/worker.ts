import { type DbPool, inTransaction } from "../db/connection.ts";
import { isOutage, pauseAfter, problemText } from "../jobs/attempts.ts";
import { inParallel } from "../jobs/in-parallel.ts";
import { Loop } from "../jobs/loop.ts";
import type { Log } from "../log/logger.ts";
import type { Consumer, DatabaseConsumer, OutsideConsumer, RecordedEvent } from "./consumer.ts";
import { attemptsOf, listWaiting, lockConsumer, markFailed, markFinished, markWaiting } from "./store.ts";

const BATCH = 500;
/** Streams on their way at a time. */
const LANES = 6;
/** Longest rest: the transactions that record events call, so this only finds pauses that are over and calls that were lost. */
const REST_MS = 2_000;

interface WorkerParts {
  readonly db: DbPool;
  readonly log: Log;
  readonly onParked: () => Promise<void>;
}

/** Feeds one consumer: strictly in order within a stream, which stops at an event that fails; the others go on. */
export function createOutboxWorker(consumer: Consumer, parts: WorkerParts): Loop {
  const step = (): Promise<boolean> =>
    consumer.kind === "database" ? applyBatch(consumer, parts) : deliverBatch(consumer, parts);
  return new Loop({ name: `outbox-${consumer.name}`, step, restMs: REST_MS, log: parts.log });
}

async function applyBatch(consumer: DatabaseConsumer, parts: WorkerParts): Promise<boolean> {
  try {
    return (await applyNext(parts.db, consumer, BATCH)).length === BATCH;
  } catch (error) {
    if (isOutage(error)) throw error;
    return applySingly(consumer, parts);
  }
}

/** One event of the batch cannot be handled; each by itself shows which. */
async function applySingly(consumer: DatabaseConsumer, parts: WorkerParts): Promise<boolean> {
  const failed: string[] = [];
  for (let count = 0; count < BATCH; count += 1) {
    const [event] = await listWaiting(parts.db, consumer.name, 1, failed);
    if (event === undefined) return false;
    try {
      await applyNext(parts.db, consumer, 1, failed);
    } catch (error) {
      await fail(consumer, event, error, parts);
      failed.push(event.stream);
    }
  }
  return true;
}

const applyNext = (
  db: DbPool,
  consumer: DatabaseConsumer,
  limit: number,
  except?: readonly string[],
): Promise<RecordedEvent[]> =>
  inTransaction(db, async (tx) => {
    await lockConsumer(tx, consumer.name);
    const events = await listWaiting(tx, consumer.name, limit, except);
    if (events.length === 0) return events;
    await markFinished(
      tx,
      consumer.name,
      events.map((event) => event.id),
    );
    await consumer.apply(tx, events);
    return events;
  });

async function deliverBatch(consumer: OutsideConsumer, parts: WorkerParts): Promise<boolean> {
  const { db } = parts;
  const events = await listWaiting(db, consumer.name, BATCH);
  const streams = Map.groupBy(events, (event) => event.stream);
  await inParallel(streams.values(), LANES, async (stream) => {
    for (const event of stream) {
      try {
        await consumer.deliver(event);
        await markFinished(db, consumer.name, [event.id]);
      } catch (error) {
        await fail(consumer, event, error, parts);
        return;
      }
    }
  });
  return events.length === BATCH;
}

/** Throws what is nobody's fault, so that the whole consumer waits; notes anything else at the event. */
async function fail(
  consumer: Consumer,
  event: RecordedEvent,
  error: unknown,
  { db, log, onParked }: WorkerParts,
): Promise<void> {
  const problem = problemText(error);
  if (isOutage(error)) {
    await markWaiting(db, consumer.name, event.id, problem);
    throw error;
  }
  const attempts = (await attemptsOf(db, consumer.name, event.id)) + 1;
  const pauseSeconds = pauseAfter(attempts);
  await markFailed(db, consumer.name, event.id, { problem, pauseSeconds });
  const details = { err: error, consumer: consumer.name, eventId: event.id, stream: event.stream, attempts };
  if (pauseSeconds === null) {
    log.error(details, "an event is parked, its stream stands: replay it when the cause is gone");
    await onParked();
  } else log.warn({ ...details, pauseSeconds }, "an event could not be handled");
}
