import type { HealthCheck, HealthFinding } from "@portico/contract/platform.ts";
import type { z } from "zod";
import type { Context } from "../../context.ts";
import { hindranceOf } from "../../errors.ts";
import { policyVersion } from "../../policy/snapshot.ts";
import { createMachineLooks } from "./machine.ts";
import { readInbox, readServerVersion } from "./store.ts";

type Check = z.output<typeof HealthCheck>;
/** What a look found, before it has a name. */
export type Finding = Omit<Check, "name">;
type Fields = Check["fields"];
/** Makes a finding of one state. */
export type FindingOf = (code: HealthFinding, detail: string, fields?: Fields) => Finding;

const PROBE_MS = 5_000;

const ok = (code: HealthFinding, detail: string, fields: Fields = {}): Finding => ({
  state: "ok",
  code,
  fields,
  problem: null,
  detail,
});
const degraded = (code: HealthFinding, detail: string, fields: Fields = {}): Finding => ({
  ...ok(code, detail, fields),
  state: "degraded",
});
const down = (thrown: unknown): Finding => {
  const problem = hindranceOf(thrown);
  return { state: "down", code: "NO_ANSWER", fields: { reason: problem.detail }, problem, detail: problem.detail };
};

/** Looks at every part of the installation and says how it is doing, by code and in words. */
export function createHealthService({ db, policy, rooms, settings }: Context) {
  const looks: Readonly<Record<string, () => Promise<Finding>>> = {
    database: async () => {
      const version = await readServerVersion(db);
      return ok("DATABASE_ANSWERS", `PostgreSQL ${version} answers`, { version });
    },
    homeserver: async () => {
      const { ok: fine, status } = await fetch(`${settings.homeserver.url}/_matrix/client/versions`, {
        signal: AbortSignal.timeout(PROBE_MS),
      });
      return fine
        ? ok("HOMESERVER_ANSWERS", "the homeserver answers")
        : degraded("HOMESERVER_STATUS", `the homeserver answers HTTP ${status}`, { status });
    },
    policy: async () => {
      const { version, ageSeconds, stale } = await policy.loaded();
      if (version === null) {
        return degraded("POLICY_MISSING", "the homeserver has no policy yet; guests are refused");
      }
      const { version: newest } = await policyVersion(db);
      const seconds = Math.round(ageSeconds ?? 0);
      const fields = { version, newest, seconds };
      const which = `policy ${version}, confirmed ${seconds} s ago`;
      if (stale) {
        return degraded("POLICY_OLD", `the homeserver decides by an old copy (${which}); guests are refused`, fields);
      }
      return version < newest
        ? degraded("POLICY_BEHIND", `the homeserver decides by ${which}; ${newest} waits`, fields)
        : ok("POLICY_CURRENT", `the homeserver decides by ${which}`, fields);
    },
    events: async () => {
      const { waiting, failing, parked, problem } = await readInbox(db);
      const reason = problem ?? "unknown";
      if (parked > 0) {
        const detail = `${parked} events from the homeserver stand still, last problem: ${reason}`;
        return degraded("EVENTS_PARKED", detail, { parked, reason });
      }
      if (failing > 0) {
        const detail = `${failing} events failed and are tried again, last problem: ${reason}`;
        return degraded("EVENTS_FAILING", detail, { failing, reason });
      }
      return waiting === 0
        ? ok("EVENTS_HANDLED", "every event from the homeserver is handled")
        : ok("EVENTS_WAITING", `${waiting} events are being handled`, { waiting });
    },
    provisioning: () => {
      const problem = rooms.problem();
      return Promise.resolve(
        problem === null
          ? ok("DIRECTORY_FOLLOWED", "accounts and rooms follow the directory")
          : { ...degraded("DIRECTORY_STUCK", `does not go on: ${problem.detail}`), problem },
      );
    },
  };

  const all = { ...looks, ...createMachineLooks({ db, settings }, { ok, degraded }) };
  return {
    checks: (): Promise<Check[]> =>
      Promise.all(Object.entries(all).map(async ([name, look]) => ({ name, ...(await look().catch(down)) }))),
  };
}
