import { cpSync, existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import type { Installation } from "../installation.ts";
import type { Secrets } from "../secrets.ts";
import { lockedSynapse } from "../engines/synapse-lock.ts";
import { writePrivate } from "../write.ts";
import { renderAppservice } from "./appservice.ts";
import { renderBridges } from "./bridges.ts";
import { policyModuleFolder, renderFirstStart, renderHomeserver } from "./homeserver.ts";
import { renderLivekit } from "./livekit.ts";
import { renderRegistration } from "./registration.ts";
import { describeSynapseElsewhere, synapseElsewhereNote } from "./synapse-elsewhere.ts";
import { renderSynapseLog } from "./synapse-log.ts";
import { renderWeb } from "./web.ts";

const head = "# Written by Portico at every start from portico.yaml; changes made here are lost.\n";

/** Path of one rendered file. */
export const settingsFile = (installation: Installation, name: SettingsName) =>
  join(installation.folders.settings, name);

export type SettingsName =
  | "homeserver.yaml"
  | "homeserver-first.yaml"
  | "synapse-log.yaml"
  | "registration.yaml"
  | "livekit.yaml"
  | "appservice.json"
  | "bridges.json"
  | "web.json";

/** Where rendered files go; they speak of paths of the installation, which inside containers are others. */
export interface SettingsTarget {
  readonly settings: string;
  readonly signingKey: string;
}

/** On one machine the files lie where they say that they lie. */
const ownTarget = ({ folders }: Installation): SettingsTarget => ({
  settings: folders.settings,
  signingKey: join(folders.synapse, "signing.key"),
});

/**
 * Writes what a Synapse that somebody else runs needs into the folder of the
 * data that ours would run in: settings, keys, the policy module, and a note.
 */
function writeSynapseElsewhere(installation: Installation, secrets: Secrets, url: URL): void {
  const { synapse } = installation.folders;
  const seen = describeSynapseElsewhere(installation, url);
  writeSynapseSettings(seen, secrets, { settings: synapse, signingKey: join(synapse, "signing.key") });
  cpSync(join(policyModuleFolder, "portico_policy"), join(synapse, "portico_policy"), {
    recursive: true,
    filter: (path) => !path.includes("__pycache__"),
  });
  writeFileSync(join(synapse, "README.txt"), synapseElsewhereNote(lockedSynapse(), url, synapse));
}

/**
 * Writes the settings of Synapse, LiveKit and the application service, each
 * readable by its owner only, and Synapse's signing key unless there is one.
 */
export function writeSettings(
  installation: Installation,
  secrets: Secrets,
  target: SettingsTarget = ownTarget(installation),
): void {
  const { url } = installation.config.synapse;
  if (url !== undefined && !installation.inContainers) writeSynapseElsewhere(installation, secrets, new URL(url));
  else writeSynapseSettings(installation, secrets, target);
  if (url === undefined && !installation.inContainers) writeYaml(target, "homeserver-first.yaml", renderFirstStart());
  writeYaml(target, "livekit.yaml", renderLivekit(installation, secrets));
  writeJson(join(target.settings, "appservice.json"), renderAppservice(installation, secrets));
  writeJson(join(target.settings, "bridges.json"), renderBridges(installation, secrets));
}

function writeSynapseSettings(installation: Installation, secrets: Secrets, target: SettingsTarget): void {
  writeYaml(target, "homeserver.yaml", renderHomeserver(installation, secrets));
  writeYaml(target, "synapse-log.yaml", renderSynapseLog(installation));
  writeYaml(target, "registration.yaml", renderRegistration(installation, secrets));
  if (existsSync(target.signingKey)) return;
  const id = secrets.signingSeed.slice(0, 4).replace(/[+/]/g, "x");
  writePrivate(target.signingKey, `ed25519 a_${id} ${secrets.signingSeed}\n`);
}

/** Writes the settings of the web client's server, which serves `folder`. */
export function writeWebSettings(
  installation: Installation,
  folder: string,
  target: Pick<SettingsTarget, "settings"> = ownTarget(installation),
): void {
  writeJson(join(target.settings, "web.json"), renderWeb(installation, folder));
}

const writeJson = (file: string, content: unknown) => writePrivate(file, `${JSON.stringify(content, null, 2)}\n`);

const writeYaml = (target: SettingsTarget, name: SettingsName, content: Record<string, unknown>) =>
  writePrivate(join(target.settings, name), head + stringify(content, { lineWidth: 0 }));
