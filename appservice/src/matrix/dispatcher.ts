import { sql } from "kysely";
import type { DbPool } from "../db/connection.ts";
import type { Feature } from "../http/define.ts";
import { Loop } from "../jobs/loop.ts";
import type { Log } from "../log/logger.ts";
import { MatrixEvent } from "./events.ts";

const BATCH = 100;
const REST_MS = 5_000;
const MAX_ATTEMPTS = 8;

/**
 * Hands stored events to the features that listen to their type: in order per
 * room, each until it succeeded. An event that keeps failing stops its own
 * room only and stays visible with its problem.
 */
export function createDispatcher(db: DbPool, features: readonly Feature[], log: Log): Loop {
  const listeners = features.flatMap((feature) => feature.onMatrixEvent ?? []);

  async function step(): Promise<boolean> {
    const waiting = await db
      .selectFrom("inbox_event as event")
      .select(["event_id", "room_id", "type", "event"])
      .where("handled_at", "is", null)
      .where((eb) =>
        eb.not(
          eb.exists(
            eb
              .selectFrom("inbox_event as earlier")
              .select("earlier.event_id")
              .whereRef("earlier.room_id", "=", "event.room_id")
              .whereRef("earlier.position", "<=", "event.position")
              .where("earlier.handled_at", "is", null)
              .where("earlier.attempts", ">=", MAX_ATTEMPTS),
          ),
        ),
      )
      .orderBy("position")
      .limit(BATCH)
      .execute();
    const failedRooms = new Set<string>();
    for (const row of waiting) {
      if (failedRooms.has(row.room_id)) continue;
      if (!(await handle(row.event_id, row.type, row.event))) failedRooms.add(row.room_id);
    }
    if (failedRooms.size > 0) throw new Error(`events of ${failedRooms.size} rooms wait for another attempt`);
    return waiting.length === BATCH;
  }

  async function handle(eventId: string, type: string, stored: unknown): Promise<boolean> {
    try {
      const event = MatrixEvent.parse(stored);
      for (const listener of listeners) if (listener.types.includes(type)) await listener.handle(event);
      await db
        .updateTable("inbox_event")
        .set({ handled_at: sql`now()`, problem: null })
        .where("event_id", "=", eventId)
        .execute();
      return true;
    } catch (error) {
      log.error({ err: error, eventId, type }, "an event could not be handled");
      await db
        .updateTable("inbox_event")
        .set({ attempts: sql`attempts + 1`, problem: error instanceof Error ? error.message : String(error) })
        .where("event_id", "=", eventId)
        .execute();
      return false;
    }
  }

  return new Loop({ name: "dispatch-events", step, restMs: REST_MS, log });
}
