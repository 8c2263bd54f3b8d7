import { setTimeout as pause } from "node:timers/promises";
import type { DbPool } from "../db/connection.ts";
import { Loop, type Worker } from "../jobs/loop.ts";
import type { Log } from "../log/logger.ts";
import { findPosition, missingOf, savePosition } from "./incoming/store.ts";
import type { Intake } from "./intake.ts";
import type { EventPlace, TimelineReader } from "./ports.ts";

/** Rest after a reason to doubt, in which the homeserver delivers what it knows of; doubled each time that nothing was missing. */
const SOON_MS = 5_000;
const SELDOM_MS = 600_000;
const TICK_MS = 2_000;
/** A tick that is so late means that the process, or the whole machine, stood still. */
const STANDSTILL_MS = 20_000;
/** What was said a moment ago is still on its way. */
const ON_ITS_WAY_MS = 1_000;

interface CatchUpParts {
  readonly db: DbPool;
  readonly timelines: TimelineReader;
  readonly intake: Intake;
  readonly log: Log;
}

export interface CatchUp extends Worker {
  /** Something happened after which the homeserver may not deliver everything. */
  doubt(): void;
}

/**
 * Finds what the homeserver did not deliver, by reading the bot's rooms from
 * where they were read last. Synapse forgets what it had in memory when it or
 * its database dies, what it could not write down while a disk was full, and
 * leaves a transaction lying that it made while its service was just coming
 * back (`synapse/appservice/scheduler.py`: the transaction is neither sent, as
 * the service counts as away, nor found by the recoverer, which has looked
 * already). It is read soon and then ever more seldom after any reason to
 * doubt, and at the latest every ten minutes. Before that Synapse is asked to
 * go on delivering, since it may have decided to wait for minutes.
 */
export function createCatchUp({ db, timelines, intake, log }: CatchUpParts): CatchUp {
  let rest = SOON_MS;
  let due = 0;
  let asked = false;
  let last = performance.now();

  function doubt(): void {
    rest = SOON_MS;
    due = Math.min(due, performance.now() + SOON_MS);
    asked = false;
  }

  async function step(): Promise<boolean> {
    const now = performance.now();
    if (now - last > STANDSTILL_MS) doubt();
    last = now;
    if (now >= due) {
      const found = await read();
      if (found > 0) log.warn({ found }, "events that the homeserver did not deliver were read from their rooms");
      rest = found > 0 ? SOON_MS : Math.min(rest * 2, SELDOM_MS);
      due = performance.now() + rest;
    }
    if (!asked) {
      await timelines.askForDeliveries();
      asked = true;
    }
    return false;
  }

  /** Resolves with how many were missing. */
  async function read(): Promise<number> {
    let position = await findPosition(db);
    let found = 0;
    for (;;) {
      const page = await timelines.after(position);
      if (position !== undefined) found += await takeMissing(page.events);
      position = page.position;
      await savePosition(db, position);
      if (!page.more) return found;
    }
  }

  async function takeMissing(places: readonly EventPlace[]): Promise<number> {
    if ((await missingOf(db, places.map(idOf))).size === 0) return 0;
    await pause(ON_ITS_WAY_MS);
    const missing = await missingOf(db, places.map(idOf));
    const events: Record<string, unknown>[] = [];
    for (const place of places) {
      const event = missing.has(place.eventId) ? await timelines.event(place) : undefined;
      if (event !== undefined) events.push(event);
    }
    return intake.take("catch-up", events);
  }

  const loop = new Loop({ name: "catch-up", step, restMs: TICK_MS, log });
  return {
    doubt,
    start() {
      due = performance.now() + SOON_MS;
      loop.start();
    },
    stop: () => loop.stop(),
  };
}

const idOf = ({ eventId }: EventPlace): string => eventId;
