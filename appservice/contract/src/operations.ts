import { z } from "zod";
import { Timestamp } from "./common.ts";
import { defineAbilities, defineErrors, defineTopics, event } from "./declare.ts";
import { defineRoutes } from "./routes.ts";

/** Where an item stands. */
export const itemStates = ["waiting", "retrying", "parked", "done", "rejected"] as const;
export type ItemState = (typeof itemStates)[number];

/** The way of an item: what came in or was recorded, handled, sent and seen again, and by whom it was handed over anew. */
export const itemSteps = ["received", "recorded", "handled", "sent", "acknowledged", "parked", "replayed"] as const;

/** One event on its way: from the homeserver to us (inbox), or from a change to one of those who follow it (outbox). */
export const OperationsItem = z
  .object({
    id: z.string(),
    direction: z.enum(["inbox", "outbox"]),
    state: z.enum(itemStates),
    what: z.string().meta({ description: "Type of the Matrix event, or name of the domain event" }),
    consumer: z.string().nullable().meta({ description: "Whom the outbox feeds; null in the inbox" }),
    stream: z.string().meta({ description: "Within it order is kept; a parked item holds up what follows in it" }),
    at: Timestamp,
    attempts: z.number().int(),
    problem: z.string().nullable(),
    version: z.number().int().meta({ description: "Expected by commands on this item" }),
  })
  .meta({ id: "OperationsItem" });
export type OperationsItem = z.infer<typeof OperationsItem>;

const Counts = z.object({
  waiting: z.number().int(),
  retrying: z.number().int(),
  parked: z.number().int(),
});

const itemParams = z.strictObject({ itemId: z.string().max(300) });

export const OperationsDetail = z
  .object({
    item: OperationsItem,
    timeline: z.array(
      z.object({
        step: z.enum(itemSteps),
        at: Timestamp,
        detail: z.string().nullable().meta({ description: "Id of the Matrix event, or who did it" }),
      }),
    ),
    behind: z.number().int().meta({ description: "How many items of the stream wait for this one" }),
    content: z.record(z.string(), z.unknown()).meta({
      description: "What the item tells. Of Matrix events only the envelope: what people wrote is not shown here.",
    }),
  })
  .meta({ id: "OperationsDetail" });
export type OperationsDetail = z.infer<typeof OperationsDetail>;

export const abilities = defineAbilities({
  "operations.read": { meaning: "see every event on its way and what stands", roles: ["admin", "operator"] },
  "operations.replay": { meaning: "hand an event over once more", roles: ["admin", "operator"] },
});

export const events = {
  "operations.item-replayed": event<{ itemId: string }>(() => "operations"),
};

export const topics = defineTopics({
  operations: "operations.read",
});

export const errors = defineErrors({
  REPLAY_IMPOSSIBLE: { status: 409, message: "What was rejected is no event and cannot be handed over", log: "info" },
});

export const routes = defineRoutes({
  "GET /api/operations/items": {
    access: "operations.read",
    summary: "Events on their way, newest first",
    query: z.strictObject({
      direction: z.enum(["inbox", "outbox"]).default("outbox"),
      state: z.enum(itemStates).optional(),
      stream: z.string().max(300).optional(),
      text: z.string().max(100).optional(),
      cursor: z
        .string()
        .regex(/^\d{1,15}$/, "was not given out by this list")
        .optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    response: z.object({ items: z.array(OperationsItem), nextCursor: z.string().nullable() }),
  },
  "GET /api/operations/summary": {
    access: "operations.read",
    summary: "How much waits, is tried again, or stands",
    response: z.object({ inbox: Counts.extend({ rejected: z.number().int() }), outbox: Counts }),
  },
  "GET /api/operations/items/{itemId}": {
    access: "operations.read",
    summary: "One item with its way so far",
    params: itemParams,
    response: OperationsDetail,
  },
  "POST /api/operations/items/{itemId}/replay": {
    access: "operations.replay",
    summary: "Hand an item over once more; nothing that was sent is sent twice",
    params: itemParams,
    body: z.strictObject({ expectedVersion: z.number().int() }),
    response: OperationsDetail,
  },
});
