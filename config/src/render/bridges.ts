import type { BridgeSettings } from "../bridge-settings.ts";
import type { Installation } from "../installation.ts";
import type { Secrets } from "../secrets.ts";

/** The settings that the bridges are started with. */
export function renderBridges(installation: Installation, secrets: Secrets): BridgeSettings {
  const { company, config, urls, inContainers } = installation;
  const { port, mail } = config.bridges;
  const host = inContainers ? installation.innerHost : "127.0.0.1";
  return {
    service: urls.appservice,
    token: secrets.bridgeToken,
    listen: { host, port },
    mail:
      mail.smtp === undefined || mail.mailboxes.length === 0
        ? null
        : {
            smtp: mail.smtp,
            listen:
              mail.listenPort === undefined
                ? null
                : { host: inContainers ? installation.innerHost : mail.listenHost, port: mail.listenPort },
            nameServers: mail.nameServers,
            hostName: new URL(urls.web).hostname,
            mailboxes: mail.mailboxes.map((mailbox) => ({
              address: mailbox.address.toLowerCase(),
              name: mailbox.name ?? company[config.locale],
              typeId: mailbox.form,
              signature: mailbox.signature,
              plusAddresses: mailbox.plusAddresses,
              receipts: mailbox.receipts,
              imap: mailbox.imap ?? null,
            })),
          },
    log: { level: config.logLevel },
  };
}
