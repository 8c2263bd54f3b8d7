import { setTimeout as delay } from "node:timers/promises";
import { Problem, wordsOf } from "../problem.ts";
import { renderAccounts } from "../render/accounts.ts";
import { botLocalpart } from "../render/homeserver.ts";
import type { Engine, EngineContext } from "./engine.ts";
import { makeBot, makeFirstAdmin } from "./first-accounts.ts";

/** Long enough to start it by hand once the database that Portico starts is there. */
const PATIENCE_MS = 120_000;
const AGAIN_MS = 500;

/** A Synapse that somebody else runs: waited for, looked at and used, never started or stopped. */
export function synapseElsewhere({ installation, secrets, signal }: EngineContext, url: string): Engine {
  const { config, folders, urls } = installation;
  const call = (path: string, token?: string, method = "GET") =>
    fetch(`${urls.homeserver}${path}`, {
      method,
      ...(token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } }),
      signal: AbortSignal.any([signal, AbortSignal.timeout(5000)]),
    });
  const note = `What it needs is in ${folders.synapse}; README.txt there says what to do with it.`;

  const answers = async (): Promise<void> => {
    let status: number;
    try {
      status = (await call("/_matrix/client/versions")).status;
    } catch (error) {
      const cause = error instanceof Error ? (error.cause ?? error) : error;
      throw new Problem(`No Synapse answers at ${url} (synapse.url): ${wordsOf(cause)}. ${note}`);
    }
    if (status !== 200)
      throw new Problem(
        `What answers at ${url} (synapse.url) is no Matrix homeserver (status ${status}). Correct the address.`,
      );
  };

  const fits = async (): Promise<void> => {
    const known = await call("/_matrix/client/v3/account/whoami", secrets.asToken);
    const said = await known.text();
    if (known.status !== 200)
      throw new Problem(
        `The Synapse at ${url} does not know this application service (${known.status} ${said}). ` +
          `Name ${folders.synapse}/registration.yaml, or a fresh copy of it, in its app_service_config_files, and restart it.`,
      );
    const bot = `@${botLocalpart}:${config.serverName}`;
    const userId = String(Reflect.get(Object(JSON.parse(said)), "user_id"));
    if (userId !== bot)
      throw new Problem(
        `The Synapse at ${url} calls the service ${userId} and not ${bot}. Its server_name has to be serverName: correct one of them, before people exist.`,
      );
    const path = "/_synapse/client/portico/policy";
    const health = await call(`${path}/health`);
    if (health.status !== 200)
      throw new Problem(
        `The Synapse at ${url} runs without the policy module (${path}/health answers ${health.status}), and nobody would be confined. ` +
          `Start it with ${folders.synapse}/homeserver.yaml and that folder on its PYTHONPATH; a proxy before it has to pass /_synapse/client on.`,
      );
    // 502: the module accepts the token, and the application service does not run yet.
    const refreshed = await call(`${path}/refresh`, secrets.policyToken, "POST");
    if (refreshed.status !== 200 && refreshed.status !== 502)
      throw new Problem(
        `The policy module of the Synapse at ${url} has another token (${refreshed.status}). ` +
          `Take the block "modules" of ${folders.synapse}/homeserver.yaml over, and restart it.`,
      );
  };
  const health = async () => {
    await answers();
    await fits();
  };

  return {
    name: "synapse",
    title: "Synapse",
    after: ["postgres"],
    dispensable: false,
    external: url,
    ports: [],
    find: () => Promise.resolve(undefined),
    install: () => Promise.reject(new Error("a Synapse elsewhere is not installed")),
    async start(progress, notice) {
      const until = Date.now() + (config.postgres.url === undefined ? PATIENCE_MS : 0);
      for (let first = true; ; first = false)
        try {
          await answers();
          break;
        } catch (error) {
          if (Date.now() >= until) throw error;
          if (first) notice(`${wordsOf(error)} Waiting for it ${PATIENCE_MS / 1000} s.`);
          progress(`waiting for ${url}`);
          await delay(AGAIN_MS, undefined, { signal });
        }
      await fits();
      const accounts = renderAccounts(installation, secrets);
      await makeBot(accounts, signal);
      await makeFirstAdmin(accounts);
    },
    health,
    stop: () => Promise.resolve(),
  };
}
