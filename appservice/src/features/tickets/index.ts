import { routes } from "@portico/contract/tickets.ts";
import type { Context } from "../../context.ts";
import { inTransaction } from "../../db/connection.ts";
import { recordEvent } from "../../db/record-event.ts";
import { AppError } from "../../errors.ts";
import { defineFeature } from "../../http/define.ts";
import { createDeskService } from "./desk-service.ts";
import { readFigures } from "./figures/service.ts";
import { ticketsInbox } from "./inbox.ts";
import { saveType } from "./intake/store.ts";
import { createDueTimer } from "./jobs.ts";
import { ticketReactions } from "./reactions.ts";
import { createRequestService } from "./request-service.ts";
import { createRoomListener } from "./rooms/listen.ts";
import { findQueue } from "./store.ts";
import { createTicketWriter } from "./write.ts";

/** Requests of customers: each has a number, an owner and an answer. */
export const createTicketsFeature = (context: Context) => {
  const { db } = context;
  const writer = createTicketWriter();
  const desk = createDeskService(context, writer);
  const requests = createRequestService(context, writer);
  return defineFeature({
    name: "tickets",
    routes,
    handlers: {
      "GET /api/tickets": ({ actor, query }) => desk.list(actor, query),
      "POST /api/tickets": ({ actor, body }) => desk.file(actor, body),
      "GET /api/tickets/desk": ({ actor }) => desk.desk(actor),
      "GET /api/tickets/figures": ({ query }) => readFigures(db, query),
      "PUT /api/tickets": async ({ actor, body }) => ({ changed: await desk.change(actor, body.ids, body.change) }),
      "GET /api/tickets/{ticketId}": ({ params }) => desk.read(params.ticketId),
      "PUT /api/tickets/{ticketId}": async ({ actor, params, body }) => {
        await desk.change(actor, [params.ticketId], body);
        return desk.read(params.ticketId);
      },
      "POST /api/tickets/{ticketId}/entries": ({ actor, params, body }) => desk.write(actor, params.ticketId, body),
      "POST /api/tickets/{ticketId}/merge": ({ actor, params, body }) => desk.merge(actor, params.ticketId, body.into),
      "GET /api/tickets/{ticketId}/clock": ({ params }) => desk.clock(params.ticketId),
      "GET /api/requests": ({ actor, query }) => requests.list(actor, query.state),
      "POST /api/requests": ({ actor, body }) => requests.file(actor, body),
      "GET /api/requests/types": () => requests.types(),
      "GET /api/requests/{ticketId}": ({ actor, params }) => requests.show(actor, params.ticketId),
      "POST /api/requests/{ticketId}/messages": ({ actor, params, body }) =>
        requests.write(actor, params.ticketId, body),
      "POST /api/requests/{ticketId}/close": ({ actor, params }) => requests.close(actor, params.ticketId),
      "POST /api/requests/{ticketId}/rating": ({ actor, params, body }) => requests.rate(actor, params.ticketId, body),
      "GET /api/forms/{typeId}": ({ params }) => requests.form(params.typeId),
      "POST /api/forms/{typeId}": ({ params, body }) => requests.fileByForm(params.typeId, body),
      "PUT /api/tickets/types/{typeId}": async ({ actor, params, body }) => {
        const type = { id: params.typeId, ...body };
        await inTransaction(db, async (tx) => {
          if ((await findQueue(tx, body.queueId)) === undefined) throw new AppError("NOT_FOUND", { noun: "queue" });
          await saveType(tx, type);
          await recordEvent(tx, actor, "ticket.type-saved", { typeId: type.id });
        });
        return type;
      },
    },
    outbox: ticketReactions,
    inbox: ticketsInbox,
    jobs: [createDueTimer(context)],
    onMatrixEvent: createRoomListener(context, writer),
  });
};
