import { existsSync } from "node:fs";
import { join } from "node:path";
import { checkout } from "../installation.ts";
import { appserviceEngine } from "./appservice.ts";
import { bridgesEngine } from "./bridges.ts";
import type { Engine, EngineContext } from "./engine.ts";
import { livekitEngine } from "./livekit.ts";
import { postgresEngine } from "./postgres.ts";
import { synapseElsewhere } from "./synapse-elsewhere.ts";
import { synapseEngine } from "./synapse.ts";
import { webEngine } from "./web.ts";

/** The engines that this installation uses, in the order of starting. */
export function createEngines(context: EngineContext): Engine[] {
  const { bridges, synapse } = context.installation.config;
  return [
    postgresEngine(context),
    synapse.url === undefined ? synapseEngine(context) : synapseElsewhere(context, synapse.url),
    livekitEngine(context),
    ...(existsSync(join(checkout, "appservice/src/main.ts")) ? [appserviceEngine(context)] : []),
    ...(bridges.enabled ? [bridgesEngine(context)] : []),
    ...(existsSync(join(checkout, "web-client/index.html")) ? [webEngine(context)] : []),
  ];
}
