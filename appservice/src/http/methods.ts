import type { Express } from "express";
import { AppError } from "../errors.ts";
import type { Feature } from "./define.ts";
import { splitKey } from "./register.ts";

/** Answers a known path asked with another method: 405 with the `Allow` header (RFC 9110, section 15.5.6). */
export function refuseOtherMethods(app: Express, features: readonly Feature[]): void {
  const keys = features.flatMap((feature) => Object.keys(feature.routes).map(splitKey));
  for (const [path, routes] of Map.groupBy(keys, (key) => key.path)) {
    const allowed = routes.map((route) => route.method.toUpperCase()).join(", ");
    app.all(path, (_request, response) => {
      response.setHeader("Allow", allowed);
      throw new AppError("METHOD_NOT_ALLOWED", { allowed });
    });
  }
}
