import { Router, json } from "express";
import { z } from "zod";
import type { DbPool } from "../db/connection.ts";
import { bearerToken, sameSecret } from "../http/bearer.ts";
import type { Log } from "../log/logger.ts";
import type { Counters } from "../metrics/counters.ts";
import { MatrixEvent } from "./events.ts";

const Transaction = z.looseObject({ events: z.array(z.unknown()) });

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
 * repeat stores nothing. An event that is not one is logged and passed over,
 * because refusing it would hold up the homeserver's queue for ever.
 */
export function createInboxRouter({ db, hsToken, log, onStored, counters }: InboxParts): Router {
  const router = Router();
  router.use("/_matrix/app", (request, response, next) => {
    const token = bearerToken(request.headers.authorization);
    if (token !== undefined && sameSecret(token, hsToken)) next();
    else response.status(token === undefined ? 401 : 403).json({ errcode: "M_FORBIDDEN", error: "Wrong hs_token" });
  });
  router.put("/_matrix/app/v1/transactions/:txnId", json({ limit: "50mb" }), async (request, response) => {
    const transaction = Transaction.safeParse(request.body);
    if (!transaction.success) {
      response.status(400).json({ errcode: "M_BAD_JSON", error: z.prettifyError(transaction.error) });
      return;
    }
    const events = transaction.data.events.flatMap((candidate) => {
      const event = MatrixEvent.safeParse(candidate);
      if (event.success) return [event.data];
      log.warn({ problem: z.prettifyError(event.error), txnId: request.params["txnId"] }, "not a Matrix event");
      return [];
    });
    if (events.length > 0) {
      const { numInsertedOrUpdatedRows = 0n } = await db
        .insertInto("inbox_event")
        .values(
          events.map((event) => ({
            event_id: event.event_id,
            room_id: event.room_id,
            type: event.type,
            event: JSON.stringify(event),
          })),
        )
        .onConflict((conflict) => conflict.column("event_id").doNothing())
        .executeTakeFirst();
      counters.eventsReceived(events.length, Number(numInsertedOrUpdatedRows));
      onStored();
    }
    response.json({});
  });
  router.post("/_matrix/app/v1/ping", (_request, response) => {
    response.json({});
  });
  router.get(["/_matrix/app/v1/users/:userId", "/_matrix/app/v1/rooms/:alias"], (_request, response) => {
    // Accounts and rooms exist before anybody asks for them; nothing is made on demand.
    response.status(404).json({ errcode: "M_NOT_FOUND", error: "Not provided here" });
  });
  return router;
}
