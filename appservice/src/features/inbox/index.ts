import { routes } from "@portico/contract/inbox.ts";
import type { Context } from "../../context.ts";
import { defineFeature, type Feature } from "../../http/define.ts";
import { createInboxService } from "./service.ts";

/** What waits for somebody, gathered from all capabilities. */
export const createInboxFeature = (context: Context, features: readonly Feature[]) => {
  const service = createInboxService(context, features);
  return defineFeature({
    name: "inbox",
    routes,
    handlers: { "GET /api/inbox": ({ actor }) => service.list(actor) },
  });
};
