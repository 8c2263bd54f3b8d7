import { createEngines } from "./engines/index.ts";
import type { Engine, EngineContext } from "./engines/engine.ts";
import { describeInstallation, type Installation } from "./installation.ts";
import { loadConfig } from "./load.ts";
import { ProcessKeeper } from "./processes/keeper.ts";
import type { Secrets } from "./secrets.ts";

/** An installation with its engines, ready to be looked at or started. */
export interface Context extends EngineContext {
  readonly engines: readonly Engine[];
}

/** The installation that a configuration file describes; nothing is written yet. */
export const openInstallation = (configFile: string | undefined): Installation =>
  describeInstallation(loadConfig(configFile));

/** Its engines, for starting them with kept secrets or for looking at them. */
export function createContext(installation: Installation, secrets: Secrets, signal: AbortSignal): Context {
  const keeper = new ProcessKeeper(installation.folders, {
    configFile: installation.configFile,
    web: installation.urls.web,
    engines: [],
  });
  const context: EngineContext = { installation, secrets, keeper, signal };
  const engines = createEngines(context);
  for (const engine of engines) keeper.addEngine(engine.name, engine.external === undefined ? "waiting" : "external");
  return { ...context, engines };
}
