import { routes } from "@portico/contract/search.ts";
import type { Context } from "../../context.ts";
import { defineFeature } from "../../http/define.ts";
import { createHistoryReader } from "./history.ts";
import { indexEvent } from "./listen.ts";
import { createSearchService } from "./service.ts";

/** Finding what was said. */
export const createSearchFeature = (context: Context) => {
  const service = createSearchService(context);
  return defineFeature({
    name: "search",
    routes,
    handlers: {
      "GET /api/search/messages": ({ actor, query }) => service.messages(actor, query),
    },
    onMatrixEvent: indexEvent,
    jobs: [createHistoryReader(context)],
  });
};
