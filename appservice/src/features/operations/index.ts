import { routes } from "@portico/contract/operations.ts";
import type { Context } from "../../context.ts";
import { defineFeature } from "../../http/define.ts";
import { defineTimer } from "../../jobs/job.ts";
import { createOperationsService } from "./service.ts";
import { deleteOldItems } from "./store.ts";

const KEPT_MS = 30 * 86_400_000;

/** The operator's inspector: every event on its way, and what stands. */
export const createOperationsFeature = (context: Context) => {
  const service = createOperationsService(context);
  return defineFeature({
    name: "operations",
    routes,
    handlers: {
      "GET /api/operations/items": ({ query }) => service.list(query),
      "GET /api/operations/summary": () => service.summary(),
      "GET /api/operations/items/{itemId}": ({ params }) => service.get(params.itemId),
      "POST /api/operations/items/{itemId}/replay": ({ actor, params, body }) =>
        service.replay(actor, params.itemId, body.expectedVersion),
    },
    outbox: {
      "operations.item-replayed": {
        changes: ({ payload }) => [{ topic: "operations", ids: [payload.itemId] }, { topic: "health" }],
      },
    },
    jobs: [
      defineTimer("forget-handled-items", "33 3 * * *", () =>
        deleteOldItems(context.db, new Date(Date.now() - KEPT_MS)),
      ),
    ],
  });
};
