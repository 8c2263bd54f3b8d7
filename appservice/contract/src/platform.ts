import { z } from "zod";
import { ExternalId, Timestamp, UserId } from "./common.ts";
import { defineRoutes } from "./routes.ts";

export const HealthCheck = z
  .object({ name: z.string(), state: z.enum(["ok", "degraded", "down"]), detail: z.string() })
  .meta({ id: "HealthCheck" });

export const platformRoutes = defineRoutes({
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
  "POST /api/operator/links": {
    access: "person.issue-link",
    summary: "For the launcher: a fresh one-time sign-in link for a person or a guest by id",
    body: z.strictObject({ id: ExternalId }),
    response: z.object({ userId: UserId, link: z.url(), expiresAt: Timestamp }),
    status: 201,
  },
});
