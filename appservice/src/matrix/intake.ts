import { z } from "zod";
import type { DbPool } from "../db/connection.ts";
import { OneAtATime } from "../jobs/one-at-a-time.ts";
import type { Log } from "../log/logger.ts";
import type { Counters } from "../metrics/counters.ts";
import { MatrixEvent } from "./events.ts";
import { insertEvents, insertRejected, type Rejected } from "./incoming/store.ts";

const PostgresError = z.looseObject({ code: z.string() });

interface IntakeParts {
  readonly db: DbPool;
  readonly log: Log;
  /** Told when new events are stored. */
  readonly onStored: () => void;
  readonly counters: Pick<Counters, "eventsReceived">;
}

/** The one way by which events of the homeserver get into the inbox, however they came here. */
export interface Intake {
  /** Stores what is an event and was not there, keeps the rest as rejected; resolves with how many were stored. */
  take(origin: string, candidates: readonly unknown[]): Promise<number>;
  /** Keeps what is no event, with where it came from. */
  reject(origin: string, rejected: readonly Rejected[]): Promise<void>;
}

export function createIntake({ db, log, onStored, counters }: IntakeParts): Intake {
  // Two transactions with the same events in another order would wait for each other's rows.
  const turns = new OneAtATime();

  async function take(origin: string, candidates: readonly unknown[]): Promise<number> {
    const { events, rejected } = sortOut(candidates);
    let stored = 0;
    if (events.length > 0) {
      const kept = await turns.run("intake", () => store(events));
      rejected.push(...kept.rejected);
      stored = kept.stored;
      counters.eventsReceived(events.length, stored);
    }
    await reject(origin, rejected);
    if (stored > 0) onStored();
    return stored;
  }

  async function reject(origin: string, rejected: readonly Rejected[]): Promise<void> {
    if (rejected.length === 0) return;
    await insertRejected(db, origin, rejected);
    log.warn({ origin, count: rejected.length, problem: rejected[0]?.problem }, "not Matrix events, kept as rejected");
  }

  /** Stores all at once; when PostgreSQL cannot keep one of them, each by itself, and tells which it could not. */
  async function store(events: readonly MatrixEvent[]): Promise<{ stored: number; rejected: Rejected[] }> {
    try {
      return { stored: await insertEvents(db, events), rejected: [] };
    } catch (error) {
      if (problemOfData(error) === undefined) throw error;
    }
    let stored = 0;
    const rejected: Rejected[] = [];
    for (const event of events) {
      try {
        stored += await insertEvents(db, [event]);
      } catch (error) {
        const problem = problemOfData(error);
        if (problem === undefined) throw error;
        rejected.push({ value: event, problem });
      }
    }
    return { stored, rejected };
  }

  return { take, reject };
}

function sortOut(candidates: readonly unknown[]): { events: MatrixEvent[]; rejected: Rejected[] } {
  const events: MatrixEvent[] = [];
  const rejected: Rejected[] = [];
  for (const candidate of candidates) {
    const event = MatrixEvent.safeParse(candidate);
    if (event.success) events.push(event.data);
    else rejected.push({ value: candidate, problem: z.prettifyError(event.error) });
  }
  return { events, rejected };
}

/** What is wrong with a value, if that is what PostgreSQL says: classes 22 "data exception" and 54 "program limit". */
function problemOfData(error: unknown): string | undefined {
  const { data } = PostgresError.safeParse(error);
  if (data === undefined || !/^(22|54)/.test(data.code)) return undefined;
  return error instanceof Error ? error.message : data.code;
}
