import { z } from "zod";
import { Timestamp } from "./common.ts";
import { Hindrance } from "./error-body.ts";
import { defineAbilities, defineTopics } from "./declare.ts";
import { defineRoutes } from "./routes.ts";

/** What a look at a part of the installation found. Clients translate by code. */
export const healthFindings = [
  "DATABASE_ANSWERS",
  "HOMESERVER_ANSWERS",
  "HOMESERVER_STATUS",
  "POLICY_CURRENT",
  "POLICY_BEHIND",
  "POLICY_OLD",
  "POLICY_MISSING",
  "EVENTS_HANDLED",
  "EVENTS_WAITING",
  "EVENTS_FAILING",
  "EVENTS_PARKED",
  "DIRECTORY_FOLLOWED",
  "DIRECTORY_STUCK",
  "OUTBOX_DONE",
  "OUTBOX_WAITING",
  "OUTBOX_PARKED",
  "JOBS_DONE",
  "JOBS_WAITING",
  "JOBS_FAILED",
  "LIVEKIT_ANSWERS",
  "LIVEKIT_STATUS",
  "LIVEKIT_INSTALLING",
  "LIVEKIT_MISSING",
  "DISK_FREE",
  "DISK_LOW",
  "DISK_FULL",
  "BACKUP_RECENT",
  "BACKUP_OLD",
  "BACKUP_NONE",
  "BACKUP_GONE",
  "RESTORED",
  "CLOCKS_AGREE",
  "CLOCKS_DIFFER",
  "NO_ANSWER",
] as const;
export type HealthFinding = (typeof healthFindings)[number];

export const HealthCheck = z
  .object({
    name: z.string(),
    state: z.enum(["ok", "degraded", "down"]),
    code: z.enum(healthFindings),
    fields: z.record(z.string(), z.union([z.string(), z.number()])),
    problem: Hindrance.nullable().meta({ description: "The error behind the finding, where there is one" }),
    detail: z.string().meta({ description: "For programs and logs, in English" }),
  })
  .meta({ id: "HealthCheck" });

export const abilities = defineAbilities({
  "health.read": { meaning: "see how the installation is doing", roles: ["admin", "operator"] },
});

export const topics = defineTopics({
  health: "health.read",
});

export const routes = defineRoutes({
  "GET /api/health": {
    access: "public",
    summary: "Whether the service answers",
    response: z.object({ status: z.enum(["ok", "starting"]), version: z.string() }),
  },
  "GET /api/admin/health": {
    access: "health.read",
    summary: "How each part of the installation is doing, in words",
    response: z.object({ checks: z.array(HealthCheck), at: Timestamp }),
  },
});
