import type { AppserviceSettings } from "@portico/config/settings.ts";
import type { PolicySnapshot } from "@portico/contract/policy-snapshot.ts";
import { Router } from "express";
import { z } from "zod";
import type { DbPool } from "../db/connection.ts";
import { AppError } from "../errors.ts";
import { bearerToken, sameSecret } from "../http/bearer.ts";
import { buildSnapshot, policyVersion } from "./snapshot.ts";

/** Brings the policy to the homeserver. */
export interface PolicyPublisher {
  /**
   * Resolves once the homeserver decides by everything committed before the
   * call. Throws `HOMESERVER_UNREACHABLE` when it cannot be told.
   */
  publish(): Promise<void>;
  /** `GET /_portico/policy/snapshot` for the module inside the homeserver. */
  readonly router: Router;
}

const Refreshed = z.object({ version: z.number() });
const REFRESH_TIMEOUT_MS = 10_000;

export function createPolicyPublisher(db: DbPool, settings: AppserviceSettings): PolicyPublisher {
  let last: PolicySnapshot | undefined;

  async function current(): Promise<PolicySnapshot> {
    const { installation, version } = await policyVersion(db);
    if (last?.version !== version || last.installation !== installation) last = await buildSnapshot(db, settings);
    return { ...last, generated_ts: Date.now() };
  }

  const router = Router();
  router.get("/_portico/policy/snapshot", async (request, response) => {
    const token = bearerToken(request.headers.authorization);
    if (token === undefined || !sameSecret(token, settings.policyToken)) throw new AppError("SESSION_INVALID");
    const snapshot = await current();
    const etag = `"${snapshot.installation}.${snapshot.version}"`;
    response.setHeader("ETag", etag);
    if (request.headers["if-none-match"] === etag) response.status(304).end();
    else response.json(snapshot);
  });

  async function publish(): Promise<void> {
    const { version } = await policyVersion(db);
    const answer = await fetch(`${settings.homeserver.url}/_synapse/client/portico/policy/refresh`, {
      method: "POST",
      headers: { authorization: `Bearer ${settings.policyToken}` },
      signal: AbortSignal.timeout(REFRESH_TIMEOUT_MS),
    }).catch((cause: unknown) => {
      throw new AppError("HOMESERVER_UNREACHABLE", {}, { cause });
    });
    if (!answer.ok) throw new AppError("HOMESERVER_REFUSED", { reason: `policy refresh: HTTP ${answer.status}` });
    const loaded = Refreshed.parse(await answer.json());
    if (loaded.version < version) {
      throw new AppError("HOMESERVER_REFUSED", { reason: `policy version ${loaded.version} instead of ${version}` });
    }
  }

  return { publish, router };
}
