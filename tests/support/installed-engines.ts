import { createContext, openInstallation } from "@portico/config/context.ts";
import { peekSecrets } from "@portico/config/secrets.ts";
import { makeInstallation } from "./launcher.ts";

/**
 * Brings into the cache what tests name there as installed. On a new machine the
 * stack of the section beside may still be installing it, which is waited for.
 */
export async function setup(): Promise<void> {
  const { configFile, remove } = await makeInstallation();
  const installation = openInstallation(configFile);
  const secrets = peekSecrets(installation.folders.data);
  const { engines, keeper } = createContext(installation, secrets, new AbortController().signal);
  keeper.open();
  try {
    for (const engine of engines) await engine.install(() => undefined);
  } finally {
    await keeper.close();
    remove();
  }
}
