import { databaseUrl } from "../engines/databases.ts";
import type { Installation } from "../installation.ts";
import type { Secrets } from "../secrets.ts";
import type { AppserviceSettings } from "../settings.ts";
import { botLocalpart } from "./homeserver.ts";

/** The settings that the application service and the bridges are started with. */
export function renderAppservice(installation: Installation, secrets: Secrets): AppserviceSettings {
  const { company, config, urls } = installation;
  return {
    company,
    locale: config.locale,
    serverName: config.serverName,
    webUrl: urls.web,
    listen: { host: installation.innerHost, port: config.appservice.port },
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
    firstAdmin: config.firstAdmin,
    directory: config.directory,
    guests: config.guests,
    sessionHours: config.sessionHours,
    log: { level: config.logLevel },
  };
}
