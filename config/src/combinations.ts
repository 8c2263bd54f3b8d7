import { isLoopback } from "./loopback.ts";
import type { PorticoConfig } from "./schema.ts";

/** Two settings that do not go together: where to look, what is wrong and what to do. */
export interface BadCombination {
  readonly path: readonly string[];
  readonly message: string;
}

/** Settings that are right one by one and wrong together. */
export function badCombinations(config: PorticoConfig): BadCombination[] {
  const found: BadCombination[] = [];
  const refuse = (path: string, message: string) => found.push({ path: path.split("."), message });
  const { federation } = config.synapse;

  if (!config.sampleCompany && !(config.company.en && config.company.zh))
    refuse(
      "sampleCompany",
      "a real company needs its name. Set company.en and company.zh; the same name in both will do.",
    );
  if (federation.enabled && !(federation.tlsCertificate && federation.tlsKey))
    refuse(
      "synapse.federation.enabled",
      "federation needs a certificate. Set tlsCertificate and tlsKey beside it, or set enabled to false.",
    );
  if (config.trustedServers.length > 0 && !federation.enabled)
    refuse(
      "trustedServers",
      "partners' servers cannot be reached without federation. Set synapse.federation.enabled to true, or empty the list.",
    );
  if (config.trustedServers.includes(config.serverName))
    refuse("trustedServers", `${config.serverName} is this installation's own server name. Take it off the list.`);
  if (config.livekit.url && !(config.livekit.key && config.livekit.secret))
    refuse("livekit.url", "a LiveKit elsewhere needs livekit.key and livekit.secret as well.");
  if (config.postgres.url && config.postgres.binFolder)
    refuse("postgres.binFolder", "postgres.url says that PostgreSQL runs elsewhere. Keep one of the two.");
  if (config.synapse.url && config.synapse.python)
    refuse("synapse.python", "synapse.url says that Synapse runs elsewhere. Keep one of the two.");
  if (config.appservice.url && !config.synapse.url)
    refuse("appservice.url", "only a Synapse elsewhere needs it. Set synapse.url, or take it out.");
  if (config.synapse.url && !isLoopback(new URL(config.synapse.url).hostname)) {
    if (!config.appservice.url)
      refuse(
        "synapse.url",
        "a Synapse on another machine reaches the application service over the network. Set appservice.host and appservice.url.",
      );
    if (!config.postgres.url)
      refuse(
        "synapse.url",
        "a Synapse on another machine cannot reach our database, which listens on this one only. Set postgres.url.",
      );
  }
  if (config.livekit.url && config.livekit.binary)
    refuse("livekit.binary", "livekit.url says that LiveKit runs elsewhere. Keep one of the two.");
  if (!config.livekit.url && (config.livekit.key || config.livekit.secret))
    refuse(
      config.livekit.key ? "livekit.key" : "livekit.secret",
      "key and secret belong to a LiveKit elsewhere; ours are generated. Set livekit.url, or take them out.",
    );
  for (const [path, message] of mailProblems(config)) refuse(path, message);
  if (config.firstAdmin.startsWith(config.guests.prefix))
    refuse("firstAdmin", `names that begin with ${config.guests.prefix} are guests'. Choose another name.`);
  if (config.firstAdmin === "portico" || config.firstAdmin.startsWith("portico_"))
    refuse("firstAdmin", "portico and names that begin with portico_ belong to the service. Choose another name.");
  if ("portico_".startsWith(config.guests.prefix) || config.guests.prefix.startsWith("portico_"))
    refuse("guests.prefix", "names that begin with portico belong to the service. Choose another prefix.");

  const users = new Map<number, string>();
  for (const { key, port } of usedPorts(config)) {
    const other = users.get(port);
    if (other) refuse(key, `port ${port} is used by ${other} already. Give each its own.`);
    else users.set(port, key);
  }
  return found;
}

function mailProblems({ bridges: { enabled, mail } }: PorticoConfig): [path: string, message: string][] {
  const problems: [string, string][] = [];
  if (enabled && mail.mailboxes.length === 0)
    problems.push([
      "bridges.enabled",
      "there is nothing to start. Name a mailbox in bridges.mail.mailboxes, or set enabled to false.",
    ]);
  if (mail.mailboxes.length > 0 && mail.smtp === undefined)
    problems.push(["bridges.mail.mailboxes", "answers have no way out. Set bridges.mail.smtp."]);
  const seen = new Set<string>();
  for (const [at, { address, imap }] of mail.mailboxes.entries()) {
    const path = `bridges.mail.mailboxes.${at}`;
    if (imap === undefined && mail.listenPort === undefined)
      problems.push([path, `mails for ${address} have no way in. Set imap beside it, or bridges.mail.listenPort.`]);
    if (seen.has(address.toLowerCase())) problems.push([path, `${address} stands twice. Take one out.`]);
    seen.add(address.toLowerCase());
  }
  return problems;
}

/** The TCP and UDP ports that this configuration takes on this machine, by the key that sets them. */
export function usedPorts(config: PorticoConfig): { key: string; port: number }[] {
  return [
    { key: "web.port", port: config.web.port },
    { key: "appservice.port", port: config.appservice.port },
    ...(config.postgres.url ? [] : [{ key: "postgres.port", port: config.postgres.port }]),
    ...(config.synapse.url ? [] : [{ key: "synapse.port", port: config.synapse.port }]),
    ...(config.synapse.federation.enabled && !config.synapse.url
      ? [{ key: "synapse.federation.port", port: config.synapse.federation.port }]
      : []),
    ...(config.livekit.url
      ? []
      : [
          { key: "livekit.port", port: config.livekit.port },
          { key: "livekit.tcpPort", port: config.livekit.tcpPort },
          { key: "livekit.udpPort", port: config.livekit.udpPort },
        ]),
    ...(config.bridges.enabled ? [{ key: "bridges.port", port: config.bridges.port }] : []),
    ...(config.bridges.enabled && config.bridges.mail.listenPort !== undefined
      ? [{ key: "bridges.mail.listenPort", port: config.bridges.mail.listenPort }]
      : []),
  ];
}
