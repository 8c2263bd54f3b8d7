import { randomUUID } from "node:crypto";
import express, { type Express, type Router } from "express";
import type { Log } from "../log/logger.ts";
import type { Counters } from "../metrics/counters.ts";
import type { Feature } from "./define.ts";
import { errorAnswer, unknownRoute } from "./errors.ts";
import { limitPublicCalls } from "./limits.ts";
import { refuseOtherMethods } from "./methods.ts";
import { registerFeature, type RegisterOptions } from "./register.ts";

interface ServerParts extends Omit<RegisterOptions, "limitPublicCalls" | "decided"> {
  readonly counters: Pick<Counters, "observeHttp" | "decided">;
  readonly features: readonly Feature[];
  /** Routes that speak other protocols than our API: the homeserver's and the policy module's. */
  readonly internal: readonly Router[];
  readonly log: Log;
}

/** The whole HTTP surface of the application service; listening is up to the caller. */
export function createServer(parts: ServerParts): Express {
  const app = express();
  app.disable("x-powered-by");
  app.set("trust proxy", "loopback");
  app.use((_request, response, next) => {
    response.setHeader("X-Request-Id", randomUUID());
    response.setHeader("X-Content-Type-Options", "nosniff");
    next();
  });
  app.use(parts.counters.observeHttp);
  for (const router of parts.internal) app.use(router);
  const options = { ...parts, limitPublicCalls: limitPublicCalls(), decided: parts.counters.decided };
  for (const feature of parts.features) registerFeature(app, feature, options);
  refuseOtherMethods(app, parts.features);
  app.use(unknownRoute);
  app.use(errorAnswer(parts.log));
  return app;
}
