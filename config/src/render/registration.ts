import type { Installation } from "../installation.ts";
import { isLoopback } from "../loopback.ts";
import type { Secrets } from "../secrets.ts";
import { botLocalpart } from "./homeserver.ts";

/** The name of the application service among Synapse's. */
export const registrationId = "portico";

/**
 * The application service's registration (Matrix application service API,
 * "Registration"). Only names of bridged people are exclusive: people in an
 * exclusive namespace get no unread counts and no push. Everybody else is
 * claimed without exclusivity, so that the service can act for them.
 */
export function renderRegistration(installation: Installation, secrets: Secrets): Record<string, unknown> {
  const server = installation.config.serverName.replaceAll(".", "\\.");
  return {
    id: registrationId,
    url: installation.urls.appservice,
    as_token: secrets.asToken,
    hs_token: secrets.hsToken,
    sender_localpart: botLocalpart,
    rate_limited: false,
    namespaces: {
      users: [
        { regex: `@${botLocalpart}_.*:${server}`, exclusive: true },
        { regex: `@.*:${server}`, exclusive: false },
      ],
      aliases: [],
      rooms: [],
    },
    receive_ephemeral: false,
    // The homeserver hands requests for meeting tokens to the service (MSC4512), and answers it who is in a room (MSC4502).
    "io.element.msc4512.proxy_prefix": "rtc/livekit",
    "io.element.msc4512.proxy_url": installation.urls.appservice,
    "io.element.msc4502.scopes": ["urn:matrix:client:io.element.msc4502:rooms:is_joined"],
    "de.sorunome.msc2409.push_ephemeral": false,
    // The token acts as anybody; outside this machine it is worth nothing.
    ...(isLoopback(new URL(installation.urls.homeserver).hostname)
      ? { ip_range_whitelist: ["127.0.0.0/8", "::1/128"] }
      : {}),
  };
}
