import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { makeBot, makeFirstAdmin } from "./first-accounts.ts";
import { Problem } from "../problem.ts";
import { Service } from "../processes/service.ts";
import { renderAccounts } from "../render/accounts.ts";
import { policyModuleFolder } from "../render/homeserver.ts";
import { settingsFile } from "../render/settings-files.ts";
import { ask } from "./ask.ts";
import type { Engine, EngineContext } from "./engine.ts";
import { installOnce } from "./install.ts";
import { databaseUrl } from "./databases.ts";
import { redeliverLastEvents } from "./redeliver.ts";
import { watchDatabase } from "./database-watch.ts";
import { findUv } from "./uv.ts";

const lockFile = join(policyModuleFolder, "requirements.lock");

/** Synapse from PyPI in a virtual environment of the cache, or one elsewhere by `synapse.url`. */
export function synapseEngine(context: EngineContext): Engine {
  const { installation, keeper, signal } = context;
  const { config, folders, urls } = installation;
  const { federation } = config.synapse;

  const database = () => databaseUrl("synapse", installation, context.secrets);
  const watching = new AbortController();
  let watched: Promise<void> | undefined;
  const service = new Service(keeper, "synapse", async () => {
    await redeliverLastEvents(database());
    return {
      command: await environmentPython(folders.cache),
      args: ["-m", "synapse.app.homeserver", "-c", settingsFile(installation, "homeserver.yaml")],
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
    external: config.synapse.url,
    ports: config.synapse.url
      ? []
      : [
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
      const folder = await environmentFolder(folders.cache);
      return existsSync(join(folder, "bin", "python")) ? lockedVersion() : undefined;
    },
    async install(progress) {
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
        progress("making its Python environment");
        await run(["venv", "--relocatable", "--python", "python3", "--allow-existing", part]);
        const packages = readFileSync(lockFile, "utf8").match(/^\S+==/gm)?.length ?? 0;
        progress(`installing ${packages} Python packages`);
        await run(
          [
            "pip",
            "install",
            "--python",
            join(part, "bin", "python"),
            "--require-hashes",
            "--compile-bytecode",
            "-r",
            lockFile,
          ],
          (line) => progress(line.trim().slice(0, 60)),
        );
      });
      return lockedVersion();
    },
    async start(progress, notice) {
      if (!config.synapse.url) {
        progress("starting");
        // The first start makes the tables, an upgrade changes them.
        await service.start(health, 180_000, signal);
        service.watch(notice, health);
        // What it could not write down while its database was away it has forgotten; a start delivers it again.
        watched = watchDatabase(database(), watching.signal, () => service.renew("its database was away"));
      }
      const accounts = renderAccounts(installation, context.secrets);
      await makeBot(accounts);
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

function lockedVersion(): string {
  const version = /^matrix-synapse(?:\[.*\])?==(\S+)/m.exec(readFileSync(lockFile, "utf8"))?.[1];
  if (version === undefined) throw new Error(`${lockFile} does not lock matrix-synapse`);
  return version;
}

/** The interpreter that Synapse runs in, and that its module is tested with; there once Synapse was installed. */
export const environmentPython = async (cache: string): Promise<string> =>
  join(await environmentFolder(cache), "bin", "python");

/** Another lock or another Python is another environment. */
async function environmentFolder(cache: string): Promise<string> {
  const python = await pythonVersion();
  const lock = createHash("sha256").update(readFileSync(lockFile)).digest("hex").slice(0, 12);
  return join(cache, "synapse", `${lockedVersion()}-python${python}-${lock}`);
}

/** The version of `python3`; rejects with the remedy when it is missing or too old. */
export async function pythonVersion(): Promise<string> {
  const remedy = `Install Python 3.10 or newer with its venv module (Debian, Ubuntu: "apt install python3 python3-venv").`;
  let output: string;
  try {
    output = (await promisify(execFile)("python3", ["--version"])).stdout;
  } catch {
    throw new Problem(`python3 was not found; Synapse is written in it. ${remedy}`);
  }
  const version = output.trim().split(" ")[1] ?? "";
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major < 3 || (major === 3 && minor < 10))
    throw new Problem(`python3 is ${version}, too old for Synapse. ${remedy}`);
  return version;
}
