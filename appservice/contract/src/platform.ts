import { z } from "zod";
import { Timestamp } from "./common.ts";
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
});
