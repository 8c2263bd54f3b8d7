import { routes } from "@portico/contract/notifications.ts";
import type { Context } from "../../context.ts";
import { defineFeature } from "../../http/define.ts";
import { createNotificationsService } from "./service.ts";

/** What people are told in the bell. */
export const createNotificationsFeature = (context: Context) => {
  const service = createNotificationsService(context);
  return defineFeature({
    name: "notifications",
    routes,
    handlers: {
      "GET /api/notifications": ({ actor, query }) => service.list(actor, query),
      "PUT /api/notifications/read": ({ actor, body }) => service.read(actor, body.upTo),
    },
  });
};
