import { routes } from "@portico/contract/guests.ts";
import type { Context } from "../../context.ts";
import { defineFeature } from "../../http/define.ts";
import { guestsInbox } from "./inbox.ts";
import { createGuestExpiry } from "./jobs.ts";
import { guestsOutbox } from "./outbox.ts";
import { createGuestService } from "./service.ts";

export { endGuest } from "./end.ts";
export { newGuestIds } from "./model.ts";
export { insertGuest, markRevoked } from "./store.ts";

/** People from outside the company who come by invitation. */
export const createGuestsFeature = (context: Context) => {
  const service = createGuestService(context);
  return defineFeature({
    name: "guests",
    routes,
    handlers: {
      "GET /api/customers": () => service.customers(),
      "GET /api/guests": ({ actor, query }) => service.list(actor, query),
      "POST /api/guests": ({ actor, body }) => service.invite(actor, body),
      "GET /api/guests/{guestId}": ({ actor, params }) => service.read(actor, params.guestId),
      "POST /api/guests/{guestId}/links": ({ actor, params }) => service.issueLink(actor, params.guestId),
      "PUT /api/guests/{guestId}/end": ({ actor, params, body }) =>
        service.prolong(actor, params.guestId, new Date(body.expiresAt)),
      "DELETE /api/guests/{guestId}": ({ actor, params }) => service.revoke(actor, params.guestId),
    },
    outbox: guestsOutbox,
    inbox: guestsInbox,
    jobs: [createGuestExpiry(context)],
  });
};
