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
    // With a public address a proxy stands in front, and the last address that it noted is the asker's.
    behindProxy: config.web.publicUrl !== undefined,
  };
}
