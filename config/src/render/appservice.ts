import { databaseUrl } from "../engines/databases.ts";
import type { Installation } from "../installation.ts";
import type { Secrets } from "../secrets.ts";
import type { AppserviceSettings } from "../settings.ts";
import { botLocalpart } from "./homeserver.ts";

/** The settings that the application service is started with. */
export function renderAppservice(installation: Installation, secrets: Secrets): AppserviceSettings {
  const { company, config, folders, urls, inContainers } = installation;
  const ownLivekit = `http://${inContainers ? "livekit" : "127.0.0.1"}:${config.livekit.port}`;
  return {
    company,
    locale: config.locale,
    serverName: config.serverName,
    webUrl: urls.web,
    listen: { host: inContainers ? installation.innerHost : config.appservice.host, port: config.appservice.port },
    databaseUrl: databaseUrl("portico", installation, secrets),
    homeserver: {
      url: urls.homeserver,
      asToken: secrets.asToken,
      hsToken: secrets.hsToken,
      senderLocalpart: botLocalpart,
      trustedServers: config.trustedServers,
    },
    policyToken: secrets.policyToken,
    operatorToken: secrets.operatorToken,
    metricsToken: config.metrics.enabled ? secrets.metricsToken : null,
    bridges: { token: secrets.bridgeToken, mailKey: secrets.mailKey },
    livekitUrl: config.livekit.url?.replace(/^ws/, "http") ?? ownLivekit,
    livekit: {
      publicUrl: urls.livekit,
      key: config.livekit.key ?? secrets.livekitKey,
      secret: config.livekit.secret ?? secrets.livekitSecret,
    },
    data: inContainers ? null : { folder: folders.data, warnAfterDays: config.backup.warnAfterDays },
    firstAdmin: config.firstAdmin,
    directory: config.directory,
    guests: config.guests,
    sessionHours: config.sessionHours,
    log: { level: config.logLevel },
  };
}
