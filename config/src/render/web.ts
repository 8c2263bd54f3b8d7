import type { Installation } from "../installation.ts";
import type { WebSettings } from "../web/settings.ts";

/** The settings of the web client's server; `folder` holds the built client. */
export function renderWeb(installation: Installation, folder: string): WebSettings {
  const { config, urls } = installation;
  return {
    listen: { host: config.web.host, port: config.web.port },
    publicUrl: urls.web,
    folder,
    serverName: config.serverName,
    homeserverUrl: urls.homeserver,
    appserviceUrl: urls.appservice,
    livekitUrl: urls.livekit,
    maxUploadBytes: bytesOf(config.synapse.maxUploadSize),
    // With a public address a proxy stands in front, and the last address that it noted is the asker's.
    behindProxy: config.web.publicUrl !== undefined,
  };
}

const units = { K: 1024, M: 1024 ** 2, G: 1024 ** 3 } as const;

/** A size as Synapse writes it, `50M`, in bytes. */
function bytesOf(size: string): number {
  const unit = Object.entries(units).find(([letter]) => size.endsWith(letter));
  return parseInt(size, 10) * (unit?.[1] ?? 1);
}
