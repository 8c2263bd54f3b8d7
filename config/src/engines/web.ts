import { join } from "node:path";
import { checkout } from "../installation.ts";
import { Problem, wordsOf } from "../problem.ts";
import { settingsFile, writeWebSettings } from "../render/settings-files.ts";
import { ask } from "./ask.ts";
import type { Engine, EngineContext } from "./engine.ts";
import { installOnce } from "./install.ts";
import { nodeEngine, ownVersion } from "./node-service.ts";
import { sourcesHash } from "./sources-hash.ts";

/** The web client: built by Vite when its sources changed, served by a small server of ours. */
export function webEngine(context: EngineContext): Engine {
  const { installation, keeper, signal } = context;
  const { config, urls, folders } = installation;
  const host = config.web.host;
  const server = nodeEngine(context, {
    name: "web",
    title: "Web client",
    // Not after the others: it says in words which of them is missing.
    after: [],
    ports: [{ port: config.web.port, host, protocol: "tcp", key: "web.port" }],
    entry: "config/src/web/main.ts",
    settings: settingsFile(installation, "web.json"),
    health: async () => void (await ask(`${urls.webListener}/health`)),
  });
  let folder = "";
  return {
    ...server,
    async install(progress) {
      folder = join(folders.cache, "web", await sourcesHash());
      await installOnce(folder, progress, signal, async (part) => {
        progress("building");
        try {
          await keeper.run(
            "web-install",
            {
              command: process.execPath,
              args: [join(checkout, "config/src/web/build.ts"), part],
              env: { NODE_ENV: "production" },
            },
            signal,
            () => progress("building"),
          );
        } catch (error) {
          signal.throwIfAborted();
          throw new Problem(
            "The web client could not be built. Put right what is said below when you have changed web-client/; " +
              `otherwise get the checkout whole again (git status, git checkout web-client).\n${wordsOf(error)}`,
          );
        }
      });
      return ownVersion();
    },
    async start(progress, notice) {
      writeWebSettings(installation, folder);
      await server.start(progress, notice);
    },
  };
}
