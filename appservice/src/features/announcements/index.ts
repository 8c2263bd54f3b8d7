import { routes } from "@portico/contract/announcements.ts";
import type { Context } from "../../context.ts";
import { defineFeature } from "../../http/define.ts";
import { announcementsInbox } from "./inbox.ts";
import { createAnnouncementListener } from "./listen.ts";
import { createFollower, createPublisher } from "./publish.ts";
import { audienceConsumer, createAnnouncementReactions } from "./reactions.ts";
import { createAnnouncementService } from "./service.ts";

/** News of the company, its departments and projects. */
export const createAnnouncementsFeature = (context: Context) => {
  const service = createAnnouncementService(context);
  return defineFeature({
    name: "announcements",
    routes,
    handlers: {
      "GET /api/announcements": ({ actor, query }) => service.list(actor, query),
      "GET /api/announcements/audiences": ({ actor }) => service.audiences(actor),
      "POST /api/announcements/audience": ({ actor, body }) => service.countAudience(actor, body.audience),
      "POST /api/announcements": ({ actor, body }) => service.write(actor, body),
      "GET /api/announcements/{announcementId}": ({ actor, params }) => service.get(actor, params.announcementId),
      "PUT /api/announcements/{announcementId}": ({ actor, params, body }) =>
        service.change(actor, params.announcementId, body),
      "DELETE /api/announcements/{announcementId}": ({ actor, params }) => service.remove(actor, params.announcementId),
      "POST /api/announcements/{announcementId}/publish": ({ actor, params, body }) =>
        service.publish(actor, params.announcementId, body),
      "POST /api/announcements/{announcementId}/recall": ({ actor, params, body }) =>
        service.recall(actor, params.announcementId, body.expectedVersion),
      "POST /api/announcements/{announcementId}/read": ({ actor, params }) =>
        service.read(actor, params.announcementId),
      "POST /api/announcements/{announcementId}/confirm": ({ actor, params, body }) =>
        service.confirm(actor, params.announcementId, body.edition),
      "GET /api/announcements/{announcementId}/readers": ({ actor, params, query }) =>
        service.readers(actor, params.announcementId, query),
      "POST /api/announcements/{announcementId}/remind": ({ actor, params }) =>
        service.remind(actor, params.announcementId),
    },
    onMatrixEvent: createAnnouncementListener(context.settings),
    outbox: createAnnouncementReactions(context.settings.webUrl),
    inbox: announcementsInbox,
    consumers: [audienceConsumer],
    jobs: [createPublisher(context), createFollower(context)],
  });
};
