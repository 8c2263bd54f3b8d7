import { readBridgeSettings } from "@portico/config/bridge-settings.ts";
import { openHealth } from "./core/health.ts";
import { createLog } from "./core/log.ts";
import { createServiceClient } from "./core/service-client.ts";
import { startEmail } from "./email/index.ts";

/** Starts the bridges: `node src/main.ts <settings.json>`. */
const [path] = process.argv.slice(2);
if (path === undefined) throw new Error("usage: node bridges/src/main.ts <settings.json>");

const settings = await readBridgeSettings(path);
const log = createLog(settings.log.level);
const service = createServiceClient(settings);
const bridges = settings.mail === null ? [] : [startEmail({ settings: settings.mail, service, log })];
const health = await openHealth(settings.listen, () => ({
  ready: bridges.every((bridge) => bridge.ready()),
  problems: bridges.flatMap((bridge) => bridge.problems()),
}));
log.info({ port: settings.listen.port, bridges: bridges.map(({ name }) => name) }, "started");

const end = async (): Promise<void> => {
  await Promise.all(bridges.map((bridge) => bridge.stop()));
  await health.close();
  process.exit(0);
};
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void end());
