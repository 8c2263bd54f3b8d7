import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Installation } from "../installation.ts";
import { renderAccounts } from "../render/accounts.ts";
import { writeSettings, writeWebSettings } from "../render/settings-files.ts";
import type { Secrets } from "../secrets.ts";
import { writePrivate } from "../write.ts";
import { containerPaths, describeContainers } from "./describe.ts";

/** The file that `docker compose --env-file` reads. */
export const environmentFile = "portico.env";

/**
 * `portico render FOLDER`: writes the settings of every container into a folder
 * that `docker/compose.yaml` mounts file by file, so that each container sees
 * its own only. They belong to the user who renders, and the containers run as
 * that user.
 */
export function renderContainers(installation: Installation, secrets: Secrets, folder: string): void {
  const inside = describeContainers(installation);
  const target = { settings: folder, signingKey: join(folder, "signing.key") };
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeSettings(inside, secrets, target);
  writeWebSettings(inside, containerPaths.client, target);
  writePrivate(join(folder, "accounts.json"), `${JSON.stringify(renderAccounts(inside, secrets), null, 2)}\n`);
  writePrivate(join(folder, environmentFile), environment(installation, secrets, folder));
}

function environment({ config }: Installation, secrets: Secrets, folder: string): string {
  const { federation } = config.synapse;
  const values = {
    PORTICO_SETTINGS: folder,
    PORTICO_USER: `${process.getuid?.() ?? 1000}:${process.getgid?.() ?? 1000}`,
    PORTICO_WEB_HOST: config.web.host,
    PORTICO_WEB_PORT: config.web.port,
    PORTICO_APPSERVICE_PORT: config.appservice.port,
    PORTICO_SYNAPSE_PORT: config.synapse.port,
    PORTICO_LIVEKIT_PORT: config.livekit.port,
    PORTICO_LIVEKIT_TCP_PORT: config.livekit.tcpPort,
    PORTICO_LIVEKIT_UDP_PORT: config.livekit.udpPort,
    PORTICO_POSTGRES_PASSWORD: secrets.postgresPassword,
    PORTICO_SYNAPSE_DB_PASSWORD: secrets.synapseDbPassword,
    PORTICO_DB_PASSWORD: secrets.porticoDbPassword,
    ...(federation.enabled
      ? {
          PORTICO_FEDERATION_PORT: federation.port,
          PORTICO_TLS_CERTIFICATE: federation.tlsCertificate,
          PORTICO_TLS_KEY: federation.tlsKey,
        }
      : {}),
  };
  return Object.entries(values)
    .map(([name, value]) => `${name}=${value}\n`)
    .join("");
}
