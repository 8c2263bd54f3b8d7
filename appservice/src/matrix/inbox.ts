import { Router, json } from "express";
import { z } from "zod";
import { AppError } from "../errors.ts";
import { bearerToken, sameSecret } from "../http/bearer.ts";
import type { Intake } from "./intake.ts";

const Transaction = z.looseObject({ events: z.array(z.unknown()) });

interface InboxParts {
  readonly hsToken: string;
  readonly intake: Intake;
  /** Told when a transaction could not be taken: what follows may come in another order, or not at all. */
  readonly onRefused: () => void;
}

/**
 * The application service API (Matrix specification, "Application Service
 * API"): each event is stored by its id, then the homeserver gets its 200; a
 * repeat stores nothing. The homeserver sends a transaction again until it is
 * taken, and nothing after it, so whatever is complete is taken: what is no
 * event is kept as rejected. Only a body that is no JSON is refused, because it
 * was cut off on the way and comes whole the next time.
 */
export function createInboxRouter({ hsToken, intake, onRefused }: InboxParts): Router {
  const router = Router();
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
      try {
        await take(request.params["txnId"] ?? "", request.body);
      } catch (error) {
        onRefused();
        throw error;
      }
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

  async function take(txnId: string, body: unknown): Promise<void> {
    const transaction = Transaction.safeParse(body);
    if (transaction.success) await intake.take(txnId, transaction.data.events);
    else await intake.reject(txnId, [{ value: body, problem: z.prettifyError(transaction.error) }]);
  }
}
