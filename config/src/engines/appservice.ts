import { settingsFile } from "../render/settings-files.ts";
import { Problem } from "../problem.ts";
import { registrationId } from "../render/registration.ts";
import { ask } from "./ask.ts";
import type { Engine, EngineContext } from "./engine.ts";
import { nodeEngine } from "./node-service.ts";

/** The application service. */
export function appserviceEngine(context: EngineContext): Engine {
  const { config, urls } = context.installation;
  const engine = nodeEngine(context, {
    name: "appservice",
    title: "Application service",
    after: ["postgres", "synapse"],
    ports: [{ port: config.appservice.port, host: config.appservice.host, protocol: "tcp", key: "appservice.port" }],
    entry: "appservice/src/main.ts",
    settings: settingsFile(context.installation, "appservice.json"),
    health: async () => {
      const answer: unknown = await (await ask(`${urls.appservice}/api/health`)).json();
      const status: unknown = Reflect.get(Object(answer), "status");
      if (status !== "ok") throw new Error(`the application service says "${String(status)}"`);
    },
  });
  return {
    ...engine,
    async start(progress, notice) {
      await engine.start(progress, notice);
      if (config.synapse.url !== undefined) await isReachedBySynapse(context, config.synapse.url);
    },
  };
}

/** A Synapse elsewhere may know another address or another token of ours; then no message would ever arrive. */
async function isReachedBySynapse({ installation, secrets }: EngineContext, url: string): Promise<void> {
  const { urls, folders } = installation;
  const answer = await fetch(`${urls.homeserver}/_matrix/client/v1/appservice/${registrationId}/ping`, {
    method: "POST",
    headers: { authorization: `Bearer ${secrets.asToken}`, "content-type": "application/json" },
    body: "{}",
    signal: AbortSignal.timeout(30_000),
  });
  if (answer.ok) return;
  throw new Problem(
    `The Synapse at ${url} does not reach the application service (${answer.status} ${(await answer.text()).slice(0, 300)}). ` +
      `Its registration.yaml has to be that of ${folders.synapse}, and the address in it has to be open to it (appservice.host, appservice.url).`,
  );
}
