import { routes } from "@portico/contract/live.ts";
import type { Context } from "../../context.ts";
import { defineFeature } from "../../http/define.ts";
import { defineTimer } from "../../jobs/job.ts";
import { maySee, resumeAt } from "./model.ts";
import { deleteOldChanges, listChanges, readKept } from "./store.ts";

export { insertChanges } from "./store.ts";

const KEPT_MS = 86_400_000;
const POLL_BATCH = 1_000;

/** Tells open windows what to read anew. */
export const createLiveFeature = ({ db, live }: Context) =>
  defineFeature({
    name: "live",
    routes,
    handlers: {
      "GET /api/live": ({ actor, query, stream }) => live.attach(actor, stream, query.after),
      "GET /api/live/changes": async ({ actor, query }) => {
        const { position, reset } = resumeAt(query.after, await readKept(db));
        const changes = reset || query.after === undefined ? [] : await listChanges(db, position, POLL_BATCH);
        return {
          items: changes.filter((change) => maySee(actor, change)).map(({ topic, ids }) => ({ topic, ids })),
          position: changes.at(-1)?.id ?? position,
          reset,
        };
      },
    },
    jobs: [
      defineTimer("forget-live-changes", "41 * * * *", () => deleteOldChanges(db, new Date(Date.now() - KEPT_MS))),
    ],
    workers: [live.worker],
  });
