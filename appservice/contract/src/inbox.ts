import { z } from "zod";
import { LocalizedText, Timestamp } from "./common.ts";
import { defineTopics } from "./declare.ts";
import { defineRoutes } from "./routes.ts";

/**
 * Something that waits for one person. `kind` and `id` name the object as
 * messages do (`OBJECT_FIELD` in matrix.ts); an object is listed once at most.
 */
export const InboxItem = z
  .object({
    id: z.string(),
    kind: z.string().regex(/^[a-z][a-z-]*$/),
    title: LocalizedText.meta({ description: "What has to be done" }),
    text: LocalizedText.optional().meta({ description: "What helps to decide whether to do it now" }),
    at: Timestamp.meta({ description: "Since when it waits" }),
    dueAt: Timestamp.optional(),
    link: z.string().startsWith("/").meta({ description: "The page where it can be done" }),
  })
  .meta({ id: "InboxItem" });
export type InboxItem = z.infer<typeof InboxItem>;

export const topics = defineTopics({
  /** To be told by a capability to whoever has more or less to do now. */
  inbox: "self",
});

export const routes = defineRoutes({
  "GET /api/inbox": {
    access: "self",
    summary: "What waits for the asker in all capabilities: what is due first, then what came last",
    response: z.object({
      items: z.array(InboxItem),
      counts: z.record(z.string(), z.number().int()).meta({ description: "How many there are of each kind" }),
      total: z.number().int(),
      complete: z.boolean().meta({ description: "False when a capability could not say what waits in it" }),
    }),
  },
});
