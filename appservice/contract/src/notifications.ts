import { z } from "zod";
import { LocalizedText, Timestamp } from "./common.ts";

import { defineTopics } from "./declare.ts";
import { NoticeKindName } from "./names.ts";
import { defineRoutes } from "./routes.ts";

export const Notice = z
  .object({
    id: z.number().int(),
    kind: NoticeKindName,
    fields: z
      .record(z.string(), z.union([z.string(), LocalizedText]))
      .meta({ description: "What the words are about" }),
    at: Timestamp,
    read: z.boolean(),
  })
  .meta({ id: "Notice" });
export type Notice = z.infer<typeof Notice>;

export const topics = defineTopics({
  notifications: "self",
});

export const routes = defineRoutes({
  "GET /api/notifications": {
    access: "self",
    summary: "What one is told, newest first",
    query: z.strictObject({
      cursor: z
        .string()
        .regex(/^\d{1,15}$/, "was not given out by this list")
        .optional(),
      limit: z.coerce.number().int().min(1).max(100).default(30),
    }),
    response: z.object({ items: z.array(Notice), unread: z.number().int(), nextCursor: z.string().nullable() }),
  },
  "PUT /api/notifications/read": {
    access: "self",
    summary: "Mark everything up to a notice as read",
    body: z.strictObject({ upTo: z.number().int().min(1) }),
    response: z.object({ unread: z.number().int() }),
  },
});
