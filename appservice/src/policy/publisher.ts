import type { AppserviceSettings } from "@portico/config/settings.ts";
import type { PolicySnapshot } from "@portico/contract/policy-snapshot.ts";
import { Router } from "express";
import { z } from "zod";
import type { DbPool } from "../db/connection.ts";
import { AppError } from "../errors.ts";
import { bearerToken, sameSecret } from "../http/bearer.ts";
import { createAskModule } from "./ask-module.ts";
import { buildSnapshot, policyVersion } from "./snapshot.ts";

/** Brings the policy to the homeserver. */
export interface PolicyPublisher {
  /**
   * Resolves once the homeserver decides by everything committed before the
   * call. Throws `HOMESERVER_UNREACHABLE` when it cannot be told.
   */
  publish(): Promise<void>;
  /** What the homeserver decides by at the moment; throws `HOMESERVER_UNREACHABLE`. */
  loaded(): Promise<LoadedPolicy>;
  /** How often each door of the homeserver gave which answer since it started; throws `HOMESERVER_UNREACHABLE`. */
  decisions(): Promise<readonly Decision[]>;
  /** `GET /_portico/policy/snapshot` for the module inside the homeserver. */
  readonly router: Router;
}

export interface LoadedPolicy {
  /** null: the homeserver has none yet. */
  readonly version: number | null;
  readonly ageSeconds: number | null;
  /** Nobody has confirmed it for so long that outsiders are refused. */
  readonly stale: boolean;
}

/** One kind of answer that a door gives; `reason` names a refusal, null is allowed. */
export interface Decision {
  readonly door: string;
  readonly reason: string | null;
  readonly count: number;
}

const Decisions = z.object({
  decisions: z.array(z.object({ door: z.string(), reason: z.string().nullable(), count: z.number() })),
});
const Refreshed = z.object({ version: z.number() });
const Health = z.object({ version: z.number().nullable(), age_seconds: z.number().nullable(), stale: z.boolean() });
/** After a snapshot was built for a poll, polls get that one for so many times as long as it took. */
const REST = 10;

export function createPolicyPublisher(db: DbPool, settings: AppserviceSettings): PolicyPublisher {
  let last: PolicySnapshot | undefined;
  let restUntil = 0;
  /** The version that somebody waits for. */
  let demanded = 0;
  let confirmed: { installation: string; version: number } | undefined;

  async function current(): Promise<PolicySnapshot> {
    const { installation, version } = await policyVersion(db);
    const stale = last?.version !== version || last.installation !== installation;
    // While thousands of rooms are made, each is a version: polls get a new one only every now and then.
    const may = last === undefined || last.version < demanded || performance.now() >= restUntil;
    if (last === undefined || (stale && may)) {
      const start = performance.now();
      const built = await buildSnapshot(db, settings);
      // Of two that were built at the same time the newer one stays, whichever took longer.
      if (last?.installation !== built.installation || last.version < built.version) last = built;
      restUntil = performance.now() + (performance.now() - start) * REST;
    }
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

  const askModule = createAskModule(settings);

  async function publish(): Promise<void> {
    const { installation, version } = await policyVersion(db);
    if (confirmed?.installation === installation && confirmed.version >= version) return;
    demanded = Math.max(demanded, version);
    const loaded = Refreshed.parse(await askModule("POST", "refresh"));
    if (loaded.version < version) {
      throw new AppError("HOMESERVER_REFUSED", { reason: `policy version ${loaded.version} instead of ${version}` });
    }
    confirmed = { installation, version: loaded.version };
  }

  async function loaded(): Promise<LoadedPolicy> {
    const { version, age_seconds: ageSeconds, stale } = Health.parse(await askModule("GET", "health"));
    return { version, ageSeconds, stale };
  }

  return {
    publish,
    loaded,
    decisions: async () => Decisions.parse(await askModule("GET", "decisions")).decisions,
    router,
  };
}
