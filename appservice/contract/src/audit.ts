import { z } from "zod";
import { LocalizedText, Timestamp } from "./common.ts";
import { defineAbilities, defineErrors, event } from "./declare.ts";
import { defineRoutes } from "./routes.ts";

export const AuditEntry = z
  .object({
    id: z.number().int(),
    at: Timestamp,
    name: z.string().meta({ description: "Name of the domain event" }),
    actor: z.string().meta({ description: "A user id, `operator`, or the name of a part of the service" }),
    actorName: LocalizedText.nullable().meta({ description: "Of people" }),
    subject: z.string().meta({ description: "What it is about" }),
    subjectName: LocalizedText.nullable().meta({ description: "Of people, departments, projects, guests and rooms" }),
    payload: z.record(z.string(), z.unknown()),
    names: z
      .record(z.string(), LocalizedText)
      .meta({ description: "What the payload names by an id: by that id the name it has now, where it has one" }),
    hash: z.string().meta({ description: "SHA-256 over this entry and the hash of the one before" }),
  })
  .meta({ id: "AuditEntry" });
export type AuditEntry = z.infer<typeof AuditEntry>;

export const abilities = defineAbilities({
  "audit.read": { meaning: "read who did what", roles: ["admin", "auditor"] },
});

export const events = {
  "audit.searched": event<{
    actor: string | null;
    name: string | null;
    subject: string | null;
    from: string | null;
    to: string | null;
    before: string | null;
  }>(() => "audit"),
  "audit.checked": event<Record<string, never>>(() => "audit"),
};

export const errors = defineErrors({
  TIME_SPAN_INVALID: { status: 400, message: "A time span ends after it begins: {from} to {to} does not", log: "info" },
});

export const routes = defineRoutes({
  "GET /api/audit": {
    access: "audit.read",
    summary: "Who did what, newest first; reading it is recorded as well",
    query: z.strictObject({
      actor: z.string().max(255).optional(),
      name: z.string().max(100).optional(),
      subject: z.string().max(300).optional(),
      from: Timestamp.optional(),
      to: Timestamp.optional().meta({ description: "The first moment that is not meant any more" }),
      cursor: z
        .string()
        .regex(/^\d{1,15}$/, "was not given out by this list")
        .optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    response: z.object({ items: z.array(AuditEntry), nextCursor: z.string().nullable() }),
  },
  "GET /api/audit/chain": {
    access: "audit.read",
    summary: "Whether every entry still is what was written, and none is missing in between",
    response: z.object({
      entries: z.number().int(),
      intact: z.boolean(),
      brokenAt: z.number().int().nullable().meta({ description: "Id of the first entry that does not fit" }),
      lastHash: z.string().nullable().meta({ description: "Kept elsewhere, it proves all entries before it" }),
    }),
  },
});
