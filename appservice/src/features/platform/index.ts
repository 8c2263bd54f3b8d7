import { platformRoutes } from "@portico/contract/platform.ts";
import type { Context } from "../../context.ts";
import { defineFeature } from "../../http/define.ts";
import { createHealthService } from "./service.ts";
import { version } from "./version.ts";

// Sign-in links for the launcher are issued by the capability that keeps all links.
const { "POST /api/operator/links": _links, ...routes } = platformRoutes;

/** How the installation itself is doing. */
export const createPlatformFeature = (context: Context) => {
  const service = createHealthService(context);
  return defineFeature({
    name: "platform",
    routes,
    handlers: {
      "GET /api/health": () => Promise.resolve({ status: "ok" as const, version }),
      "GET /api/admin/health": async () => ({ checks: await service.checks(), at: new Date().toISOString() }),
    },
  });
};
