import { join } from "node:path";
import { databaseUrl } from "../engines/databases.ts";
import type { AccountsSettings } from "../engines/first-accounts.ts";
import type { Installation } from "../installation.ts";
import type { Secrets } from "../secrets.ts";

/** What making the first accounts needs. */
export function renderAccounts(installation: Installation, secrets: Secrets): AccountsSettings {
  const { config, urls, folders } = installation;
  return {
    serverName: config.serverName,
    homeserverUrl: urls.homeserver,
    asToken: secrets.asToken,
    databaseUrl: databaseUrl("synapse", installation, secrets),
    firstAdmin: config.firstAdmin,
    firstAdminFile: join(folders.data, "first-admin.json"),
  };
}
