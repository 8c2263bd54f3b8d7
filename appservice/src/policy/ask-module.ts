import type { AppserviceSettings } from "@portico/config/settings.ts";
import { AppError } from "../errors.ts";

const ASK_TIMEOUT_MS = 10_000;

/** Asks our module inside the homeserver; throws `HOMESERVER_UNREACHABLE` or `HOMESERVER_REFUSED`. */
export type AskModule = (method: "GET" | "POST", path: string) => Promise<unknown>;

export const createAskModule =
  ({ homeserver, policyToken }: Pick<AppserviceSettings, "homeserver" | "policyToken">): AskModule =>
  async (method, path) => {
    const answer = await fetch(`${homeserver.url}/_synapse/client/portico/policy/${path}`, {
      method,
      headers: { authorization: `Bearer ${policyToken}` },
      signal: AbortSignal.timeout(ASK_TIMEOUT_MS),
    }).catch((cause: unknown) => {
      throw new AppError("HOMESERVER_UNREACHABLE", {}, { cause });
    });
    if (!answer.ok) throw new AppError("HOMESERVER_REFUSED", { reason: `policy ${path}: HTTP ${answer.status}` });
    return answer.json();
  };
