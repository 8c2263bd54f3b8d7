import { z } from "zod";

import { LiveTopicName } from "./names.ts";
import { defineRoutes } from "./routes.ts";

/** Something that is different now. No data travel with it: who shows it reads it anew. */
export const LiveChange = z
  .object({
    topic: LiveTopicName,
    ids: z.array(z.string()).meta({ description: "What changed; empty when it is the whole topic" }),
  })
  .meta({ id: "LiveChange" });
export type LiveChange = z.infer<typeof LiveChange>;

export const routes = defineRoutes({
  "GET /api/live": {
    access: "self",
    summary:
      "Server-sent events: `change` with what to read anew, `reset` when too much was missed; resumes after `Last-Event-ID`",
    query: z.strictObject({
      after: z.coerce.number().int().min(0).optional().meta({ description: "Where to begin, without `Last-Event-ID`" }),
    }),
    stream: true,
    response: LiveChange,
  },
  "GET /api/live/changes": {
    access: "self",
    summary: "The same by polling: what changed after a position; without one, only where to begin",
    query: z.strictObject({ after: z.coerce.number().int().min(0).optional() }),
    response: z.object({
      items: z.array(LiveChange),
      position: z.number().int().meta({ description: "To ask with the next time" }),
      reset: z.boolean().meta({ description: "Too much was missed: read everything anew" }),
    }),
  },
});
