import type { HealthCheck } from "@portico/contract/platform.ts";
import type { z } from "zod";
import type { Context } from "../../context.ts";
import { policyVersion } from "../../policy/snapshot.ts";
import { readInbox, readServerVersion } from "./store.ts";

type Check = z.output<typeof HealthCheck>;
type Finding = Omit<Check, "name">;

const PROBE_MS = 5_000;

/** Looks at every part of the installation and says in words how it is doing. */
export function createHealthService({ db, policy, rooms, settings }: Context) {
  const ok = (detail: string): Finding => ({ state: "ok", detail });
  const degraded = (detail: string): Finding => ({ state: "degraded", detail });

  const looks: Readonly<Record<string, () => Promise<Finding>>> = {
    database: async () => ok(`PostgreSQL ${await readServerVersion(db)} answers`),
    homeserver: async () => {
      const answer = await fetch(`${settings.homeserver.url}/_matrix/client/versions`, {
        signal: AbortSignal.timeout(PROBE_MS),
      });
      return answer.ok ? ok("the homeserver answers") : degraded(`the homeserver answers HTTP ${answer.status}`);
    },
    policy: async () => {
      const { version, ageSeconds, stale } = await policy.loaded();
      if (version === null) return degraded("the homeserver has no policy yet; guests are refused");
      const current = await policyVersion(db);
      const which = `policy ${version}, confirmed ${Math.round(ageSeconds ?? 0)} s ago`;
      if (stale) return degraded(`the homeserver decides by an old copy (${which}); guests are refused`);
      if (version < current.version) return degraded(`the homeserver decides by ${which}; ${current.version} waits`);
      return ok(`the homeserver decides by ${which}`);
    },
    events: async () => {
      const { waiting, failing, problem } = await readInbox(db);
      if (failing > 0) return degraded(`${failing} of ${waiting} waiting events failed, last: ${problem ?? "unknown"}`);
      return ok(waiting === 0 ? "every event from the homeserver is handled" : `${waiting} events are being handled`);
    },
    provisioning: () => {
      const problem = rooms.problem();
      return Promise.resolve(
        problem === null ? ok("accounts and rooms follow the directory") : degraded(`does not go on: ${problem}`),
      );
    },
  };

  return {
    checks: (): Promise<Check[]> =>
      Promise.all(
        Object.entries(looks).map(async ([name, look]) => ({
          name,
          ...(await look().catch((error: unknown): Finding => ({ state: "down", detail: reasonOf(error) }))),
        })),
      ),
  };
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
