import { existsSync } from "node:fs";
import { join } from "node:path";
import { makeBot, makeFirstAdmin } from "./first-accounts.ts";
import { Problem, wordsOf } from "../problem.ts";
import { Service } from "../processes/service.ts";
import { renderAccounts } from "../render/accounts.ts";
import { policyModuleFolder } from "../render/homeserver.ts";
import { settingsFile } from "../render/settings-files.ts";
import { ask } from "./ask.ts";
import type { Engine, EngineContext } from "./engine.ts";
import { installOnce } from "./install.ts";
import { databaseUrl } from "./databases.ts";
import { directoryState } from "./people-directory.ts";
import { redeliverLastEvents } from "./redeliver.ts";
import { watchDatabase } from "./database-watch.ts";
import { environmentFolder, environmentPython, givenSynapse } from "./synapse-environment.ts";
import { lockedSynapse, synapseLockFile } from "./synapse-lock.ts";
import { findUv, packageIndexRemedy } from "./uv.ts";

/** Synapse from PyPI in a virtual environment of the cache, or the one of `synapse.python`. */
export function synapseEngine(context: EngineContext): Engine {
  const { installation, keeper, signal } = context;
  const { config, folders, urls } = installation;
  const { federation } = config.synapse;

  const database = () => databaseUrl("synapse", installation, context.secrets);
  const watching = new AbortController();
  let watched: Promise<void> | undefined;
  const service = new Service(keeper, "synapse", async () => {
    await redeliverLastEvents(database());
    // Until it has people to find, Synapse takes no rest between the works that make it ready for them.
    const names = (await directoryState(database())) === "filled" ? [] : (["homeserver-first.yaml"] as const);
    return {
      command: config.synapse.python ?? (await environmentPython(folders.cache)),
      args: [
        "-m",
        "synapse.app.homeserver",
        ...(["homeserver.yaml", ...names] as const).flatMap((name) => ["-c", settingsFile(installation, name)]),
      ],
      env: { PYTHONPATH: policyModuleFolder, PYTHONDONTWRITEBYTECODE: "1" },
      cwd: folders.synapse,
      stop: [{ signal: "SIGTERM", ms: 20_000 }],
    };
  });
  const health = async () => void (await ask(`${urls.homeserver}/health`));

  return {
    name: "synapse",
    title: "Synapse",
    after: ["postgres"],
    dispensable: false,
    external: undefined,
    ports: [
      { port: config.synapse.port, host: "127.0.0.1", protocol: "tcp", key: "synapse.port" },
      ...(config.metrics.synapsePort === undefined
        ? []
        : [
            {
              port: config.metrics.synapsePort,
              host: "127.0.0.1",
              protocol: "tcp",
              key: "metrics.synapsePort",
            } as const,
          ]),
      ...(federation.enabled
        ? [
            {
              port: federation.port,
              host: federation.host,
              protocol: "tcp",
              key: "synapse.federation.port",
            } as const,
          ]
        : []),
    ],
    async find() {
      if (config.synapse.python) return givenSynapse(config.synapse.python);
      return existsSync(await environmentPython(folders.cache)) ? lockedSynapse() : undefined;
    },
    async install(progress) {
      if (config.synapse.python) return givenSynapse(config.synapse.python);
      const folder = await environmentFolder(folders.cache);
      await installOnce(folder, progress, signal, async (part) => {
        const uv = await findUv(context, progress);
        const run = (args: string[], onLine?: (line: string) => void) =>
          keeper.run(
            "synapse-install",
            {
              command: uv,
              args,
              env: { UV_CACHE_DIR: join(folders.cache, "uv-cache"), UV_PYTHON_DOWNLOADS: "never", UV_NO_CONFIG: "1" },
            },
            signal,
            onLine,
          );
        progress("installing");
        await run(["venv", "--relocatable", "--python", "python3", "--allow-existing", part]);
        try {
          await run(
            [
              "pip",
              "install",
              "--python",
              join(part, "bin", "python"),
              "--require-hashes",
              "--compile-bytecode",
              "-r",
              synapseLockFile,
            ],
            () => progress("installing"),
          );
        } catch (error) {
          signal.throwIfAborted();
          throw new Problem(
            `Synapse's packages could not be installed. ${packageIndexRemedy("UV_DEFAULT_INDEX")}\n${wordsOf(error)}`,
          );
        }
      });
      return lockedSynapse();
    },
    async start(progress, notice) {
      progress("starting");
      // The first start makes the tables, an upgrade changes them.
      await service.start(health, 180_000, signal);
      service.watch(notice, health);
      // What it could not write down while its database was away it has forgotten; a start delivers it again.
      watched = watchDatabase(database(), watching.signal, () => service.renew("its database was away"));
      const accounts = renderAccounts(installation, context.secrets);
      progress("making ready for people");
      await makeBot(accounts, signal);
      // Before the application service runs: it would make the account as well, without the password.
      await makeFirstAdmin(accounts);
    },
    health,
    async stop() {
      watching.abort();
      await watched;
      await service.stop();
    },
  };
}
