import { routes } from "@portico/contract/platform.ts";
import type { Context } from "../../context.ts";
import { defineFeature } from "../../http/define.ts";
import { createPlatformMetrics } from "./metrics.ts";
import { createHealthService } from "./service.ts";
import { version } from "./version.ts";

/** How the installation itself is doing. */
export const createPlatformFeature = (context: Context) => {
  const service = createHealthService(context);
  return defineFeature({
    name: "platform",
    routes,
    metrics: createPlatformMetrics(context),
    handlers: {
      "GET /api/health": () => Promise.resolve({ status: "ok" as const, version }),
      "GET /api/admin/health": async () => ({ checks: await service.checks(), at: new Date().toISOString() }),
    },
  });
};
