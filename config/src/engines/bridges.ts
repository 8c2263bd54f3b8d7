import { settingsFile } from "../render/settings-files.ts";
import { ask } from "./ask.ts";
import type { Engine, EngineContext } from "./engine.ts";
import { nodeEngine } from "./node-service.ts";

/** The bridges, all in one process. */
export function bridgesEngine(context: EngineContext): Engine {
  const { port } = context.installation.config.bridges;
  return nodeEngine(context, {
    name: "bridges",
    title: "Bridges",
    after: ["appservice"],
    ports: [{ port, host: "127.0.0.1", protocol: "tcp", key: "bridges.port" }],
    entry: "bridges/src/main.ts",
    settings: settingsFile(context.installation, "appservice.json"),
    health: async () => void (await ask(`http://127.0.0.1:${port}/health`)),
  });
}
