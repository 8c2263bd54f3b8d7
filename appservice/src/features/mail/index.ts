import { routes } from "@portico/contract/mail.ts";
import type { Context } from "../../context.ts";
import { defineFeature } from "../../http/define.ts";
import { defineTimer } from "../../jobs/job.ts";
import { createTicketMail } from "../tickets/by-mail.ts";
import { createBridgeRouter } from "./bridge-router.ts";
import { createBridgeService } from "./bridge-service.ts";
import { createMailHub } from "./hub.ts";
import { createOutboundConsumer } from "./outbound.ts";
import { createMailReactions } from "./reactions.ts";
import { createRoomFiles } from "./room-files.ts";
import { createMailService } from "./service.ts";
import { countWaiting, forgetRefused } from "./store.ts";
import { createSigner } from "./sign.ts";
import { createTaker } from "./take.ts";

const REFUSED_KEPT_MS = 60 * 86_400_000;

/** Customers write by mail: what comes in becomes tickets, what agents answer goes out. */
export const createMailFeature = (context: Context) => {
  const { bridges } = context.settings;
  const tickets = createTicketMail();
  const signer = createSigner(bridges.mailKey);
  const hub = createMailHub();
  const service = createMailService(context, tickets);
  const bridge = createBridgeService({ ...context, hub, take: createTaker({ tickets, signer }) });
  return defineFeature({
    name: "mail",
    routes,
    handlers: {
      "GET /api/mail": () => service.overview(),
      "GET /api/mail/incoming/{mailId}": ({ actor, params }) => service.original(actor, params.mailId),
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
    jobs: [
      defineTimer("forget-refused-mails", "47 3 * * *", () =>
        forgetRefused(context.db, new Date(Date.now() - REFUSED_KEPT_MS)),
      ),
    ],
    metrics: [
      {
        name: "portico_mails_waiting",
        help: "Mails that nobody has read yet, and mails that have not left",
        labels: ["direction"],
        read: async () => {
          const { incoming, outgoing } = await countWaiting(context.db);
          return [
            { labels: { direction: "in" }, value: incoming },
            { labels: { direction: "out" }, value: outgoing },
          ];
        },
      },
    ],
  });
};
