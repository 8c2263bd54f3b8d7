import { settingsFile } from "../render/settings-files.ts";
import { ask } from "./ask.ts";
import type { Engine, EngineContext } from "./engine.ts";
import { nodeEngine } from "./node-service.ts";

/** The application service. */
export function appserviceEngine(context: EngineContext): Engine {
  const { config, urls } = context.installation;
  return nodeEngine(context, {
    name: "appservice",
    title: "Application service",
    after: ["postgres", "synapse"],
    ports: [{ port: config.appservice.port, host: "127.0.0.1", protocol: "tcp", key: "appservice.port" }],
    entry: "appservice/src/main.ts",
    settings: settingsFile(context.installation, "appservice.json"),
    health: async () => {
      const answer: unknown = await (await ask(`${urls.appservice}/api/health`)).json();
      const status: unknown = Reflect.get(Object(answer), "status");
      if (status !== "ok") throw new Error(`the application service says "${String(status)}"`);
    },
  });
}
