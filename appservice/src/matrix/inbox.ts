import { Router, json } from "express";
import { z } from "zod";
import type { DbPool } from "../db/connection.ts";
import { AppError } from "../errors.ts";
import { OneAtATime } from "../jobs/one-at-a-time.ts";
import { bearerToken, sameSecret } from "../http/bearer.ts";
import type { Log } from "../log/logger.ts";
import type { Counters } from "../metrics/counters.ts";
import { MatrixEvent } from "./events.ts";
import { insertEvents, insertRejected, type Rejected } from "./incoming/store.ts";

const Transaction = z.looseObject({ events: z.array(z.unknown()) });
const PostgresError = z.looseObject({ code: z.string() });

interface InboxParts {
  readonly db: DbPool;
  readonly hsToken: string;
  readonly log: Log;
  /** Told when new events are stored. */
  readonly onStored: () => void;
  readonly counters: Pick<Counters, "eventsReceived">;
}

/**
 * The application service API (Matrix specification, "Application Service
 * API"): each event is stored by its id, then the homeserver gets its 200; a
 * repeat stores nothing. The homeserver sends a transaction again until it is
 * taken, and nothing after it, so whatever is complete is taken: what is no
 * event is kept as rejected. Only a body that is no JSON is refused, because it
 * was cut off on the way and comes whole the next time.
 */
export function createInboxRouter({ db, hsToken, log, onStored, counters }: InboxParts): Router {
  const router = Router();
  // Two transactions with the same events in another order would wait for each other's rows.
  const turns = new OneAtATime();
  router.use("/_matrix/app", (request, response, next) => {
    const token = bearerToken(request.headers.authorization);
    if (token !== undefined && sameSecret(token, hsToken)) next();
    else response.status(token === undefined ? 401 : 403).json({ errcode: "M_FORBIDDEN", error: "Wrong hs_token" });
  });
  router.put(
    "/_matrix/app/v1/transactions/:txnId",
    json({ limit: "50mb", strict: false, type: () => true }),
    async (request, response) => {
      // The parser takes an empty body for `{}`.
      if (request.body === undefined || request.headers["content-length"] === "0") throw new AppError("BODY_NOT_JSON");
      const txnId = request.params["txnId"] ?? "";
      const { events, rejected } = sortOut(request.body);
      if (events.length > 0) {
        const kept = await turns.run("intake", () => store(events));
        rejected.push(...kept.rejected);
        counters.eventsReceived(events.length, kept.stored);
      }
      if (rejected.length > 0) {
        await insertRejected(db, txnId, rejected);
        log.warn(
          { txnId, count: rejected.length, problem: rejected[0]?.problem },
          "not Matrix events, kept as rejected",
        );
      }
      if (events.length > 0) onStored();
      response.json({});
    },
  );
  router.post("/_matrix/app/v1/ping", (_request, response) => {
    response.json({});
  });
  router.get(["/_matrix/app/v1/users/:userId", "/_matrix/app/v1/rooms/:alias"], (_request, response) => {
    // Accounts and rooms exist before anybody asks for them; nothing is made on demand.
    response.status(404).json({ errcode: "M_NOT_FOUND", error: "Not provided here" });
  });
  return router;

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
}

/** What of a transaction is an event, and what is not. */
function sortOut(body: unknown): { events: MatrixEvent[]; rejected: Rejected[] } {
  const transaction = Transaction.safeParse(body);
  if (!transaction.success) {
    return { events: [], rejected: [{ value: body, problem: z.prettifyError(transaction.error) }] };
  }
  const events: MatrixEvent[] = [];
  const rejected: Rejected[] = [];
  for (const candidate of transaction.data.events) {
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
