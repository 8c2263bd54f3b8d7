import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { policyModuleFolder } from "../render/homeserver.ts";

/** Every Python package that Synapse needs, with hashes. */
export const synapseLockFile = join(policyModuleFolder, "requirements.lock");

/** The version of Synapse that is locked, and that the policy module was tested with. */
export function lockedSynapse(): string {
  const version = /^matrix-synapse(?:\[.*\])?==(\S+)/m.exec(readFileSync(synapseLockFile, "utf8"))?.[1];
  if (version === undefined) throw new Error(`${synapseLockFile} does not lock matrix-synapse`);
  return version;
}

/** Changes whenever an environment made from the lock would. */
export const synapseLockHash = (): string =>
  createHash("sha256").update(readFileSync(synapseLockFile)).digest("hex").slice(0, 12);
