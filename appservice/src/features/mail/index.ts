import { routes } from "@portico/contract/mail.ts";
import type { Context } from "../../context.ts";
import { defineFeature } from "../../http/define.ts";
import { createTicketMail } from "../tickets/by-mail.ts";
import { createBridgeRouter } from "./bridge-router.ts";
import { createBridgeService } from "./bridge-service.ts";
import { createMailHub } from "./hub.ts";
import { createOutboundConsumer } from "./outbound.ts";
import { createMailReactions } from "./reactions.ts";
import { createRoomFiles } from "./room-files.ts";
import { createMailService } from "./service.ts";
import { createSigner } from "./sign.ts";
import { createTaker } from "./take.ts";

/** Customers write by mail: what comes in becomes tickets, what agents answer goes out. */
export const createMailFeature = (context: Context) => {
  const { bridges } = context.settings;
  const tickets = createTicketMail();
  const signer = createSigner(bridges.mailKey);
  const hub = createMailHub();
  const service = createMailService(context);
  const bridge = createBridgeService({ ...context, hub, take: createTaker({ tickets, signer }) });
  return defineFeature({
    name: "mail",
    routes,
    handlers: {
      "GET /api/mail": () => service.overview(),
      "POST /api/mail/incoming/{mailId}/admit": ({ actor, params }) => service.admit(actor, params.mailId),
      "POST /api/mail/outgoing/{mailId}/retry": ({ actor, params }) => service.retry(actor, params.mailId),
      "GET /api/tickets/{ticketId}/mail": ({ params }) => service.ofTicket(params.ticketId),
    },
    router: createBridgeRouter(bridge, bridges.token),
    consumers: [createOutboundConsumer({ tickets, signer })],
    outbox: createMailReactions(tickets),
    onMatrixEvent: createRoomFiles(tickets),
    onBridgesCall: () => hub.wake(),
    workers: [hub],
  });
};
