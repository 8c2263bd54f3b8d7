import { settingsFile } from "../render/settings-files.ts";
import { ask } from "./ask.ts";
import type { Engine, EngineContext } from "./engine.ts";
import { nodeEngine } from "./node-service.ts";

/** The bridges, all in one process. */
export function bridgesEngine(context: EngineContext): Engine {
  const { port, mail } = context.installation.config.bridges;
  const { listenPort, listenHost: host } = mail;
  return nodeEngine(context, {
    name: "bridges",
    title: "Bridges",
    after: ["appservice"],
    ports: [
      { port, host: "127.0.0.1", protocol: "tcp", key: "bridges.port" },
      ...(listenPort === undefined
        ? []
        : [{ port: listenPort, host, protocol: "tcp" as const, key: "bridges.mail.listenPort" }]),
    ],
    entry: "bridges/src/main.ts",
    settings: settingsFile(context.installation, "bridges.json"),
    health: async () => void (await ask(`http://127.0.0.1:${port}/health`)),
  });
}
