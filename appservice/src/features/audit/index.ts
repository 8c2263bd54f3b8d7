import { routes } from "@portico/contract/audit.ts";
import type { Context } from "../../context.ts";
import { defineFeature } from "../../http/define.ts";
import { createAuditService } from "./service.ts";

/** Who did what: the read side of the event rows. */
export const createAuditFeature = (context: Context) => {
  const service = createAuditService(context);
  return defineFeature({
    name: "audit",
    routes,
    handlers: {
      "GET /api/audit": ({ actor, query }) => service.search(actor, query),
      "GET /api/audit/chain": ({ actor }) => service.checkChain(actor),
    },
  });
};
