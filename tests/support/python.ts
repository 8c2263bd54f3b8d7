import { openInstallation } from "../../config/src/context.ts";
import { environmentPython } from "../../config/src/engines/synapse-environment.ts";

/** The Python of Synapse's environment in the cache; made by the first start of a stack. */
export async function synapsePython(): Promise<string> {
  return environmentPython(openInstallation(undefined).folders.cache);
}
