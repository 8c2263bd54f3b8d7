import { type DbPool, inTransaction } from "../db/connection.ts";
import type { Feature } from "../http/define.ts";
import { isOutage, pauseAfter, problemText } from "../jobs/attempts.ts";
import { inParallel } from "../jobs/in-parallel.ts";
import { Loop } from "../jobs/loop.ts";
import type { Log } from "../log/logger.ts";
import { MatrixEvent } from "./events.ts";
import {
  listWaitingEvents,
  markEventFailed,
  markEventWaiting,
  markHandled,
  type WaitingEvent,
} from "./incoming/store.ts";
import { markAcknowledged } from "./outgoing/store.ts";

const BATCH = 500;
/** Rooms on their way at a time. */
const LANES = 4;
/** Stored events call, so this only finds pauses that are over. */
const REST_MS = 2_000;

interface DispatcherParts {
  readonly db: DbPool;
  readonly features: readonly Feature[];
  readonly log: Log;
  /** Called when an event was parked. */
  readonly onParked: () => Promise<void>;
}

/**
 * Hands stored events to the features that listen to their type, in order per
 * room. What a handler writes through its turn's transaction is committed
 * together with the mark "handled", so it happens exactly once; anything else
 * that it does may happen again after a crash. An event that keeps failing
 * stops its own room only.
 */
export function createDispatcher({ db, features, log, onParked }: DispatcherParts): Loop {
  const listeners = features.flatMap((feature) => feature.onMatrixEvent ?? []);
  const wanted = new Set(listeners.flatMap((listener) => listener.types));

  async function step(): Promise<boolean> {
    const waiting = await listWaitingEvents(db, BATCH);
    if (waiting.length === 0) return false;
    await markAcknowledged(
      db,
      waiting.map((row) => row.event_id),
    );
    const unwanted = waiting.filter((row) => !wanted.has(row.type));
    if (unwanted.length > 0) await markHandled(db, idsOf(unwanted));
    const rooms = Map.groupBy(
      waiting.filter((row) => wanted.has(row.type)),
      (row) => row.room_id,
    );
    await inParallel(rooms.values(), LANES, handleRoom);
    return waiting.length === BATCH;
  }

  /** All events of a room that wait, together; when that fails, one after the other up to the one that fails. */
  async function handleRoom(rows: readonly WaitingEvent[]): Promise<void> {
    try {
      await handle(rows);
      return;
    } catch (error) {
      const [only] = rows;
      if (isOutage(error) || (rows.length === 1 && only !== undefined)) return fail(rows[0], error);
    }
    for (const row of rows) {
      try {
        await handle([row]);
      } catch (error) {
        return fail(row, error);
      }
    }
  }

  async function handle(rows: readonly WaitingEvent[]): Promise<void> {
    const afterwards = await inTransaction(db, async (tx) => {
      const later: (() => void)[] = [];
      const turn = { tx, afterwards: (work: () => void) => void later.push(work) };
      for (const row of rows) {
        const event = MatrixEvent.parse(row.event);
        for (const listener of listeners) if (listener.types.includes(row.type)) await listener.handle(event, turn);
      }
      const marked = await markHandled(tx, idsOf(rows));
      if (marked !== rows.length) throw new Error("another process handles the same events");
      return later;
    });
    for (const work of afterwards) work();
  }

  async function fail(row: WaitingEvent | undefined, error: unknown): Promise<void> {
    if (row === undefined) return;
    const problem = problemText(error);
    if (isOutage(error)) {
      await markEventWaiting(db, row.event_id, problem);
      throw error;
    }
    const pauseSeconds = pauseAfter(row.attempts + 1);
    await markEventFailed(db, row.event_id, { problem, pauseSeconds });
    const details = { err: error, eventId: row.event_id, roomId: row.room_id, type: row.type, pauseSeconds };
    if (pauseSeconds === null) {
      log.error(details, "an event is parked, its room stands: replay it when the cause is gone");
      await onParked();
    } else log.warn(details, "an event could not be handled");
  }

  return new Loop({ name: "dispatch-events", step, restMs: REST_MS, log });
}

const idsOf = (rows: readonly WaitingEvent[]): string[] => rows.map((row) => row.event_id);
