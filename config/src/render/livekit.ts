import { isIP } from "node:net";
import type { Installation } from "../installation.ts";
import type { Secrets } from "../secrets.ts";

/** Where LiveKit tells the application service of what happens in its rooms; not reachable through the web server. */
const LIVEKIT_WEBHOOK = "/_portico/livekit/webhook";

/** `livekit.yaml`. Rooms are made by the application service only. */
export function renderLivekit(installation: Installation, secrets: Secrets): Record<string, unknown> {
  const { livekit, logLevel } = installation.config;
  const local = livekit.host === "127.0.0.1" || livekit.host === "localhost";
  return {
    port: livekit.port,
    bind_addresses: [local ? installation.innerHost : "0.0.0.0"],
    rtc: {
      tcp_port: livekit.tcpPort,
      udp_port: livekit.udpPort,
      use_external_ip: false,
      ...(local ? { node_ip: "127.0.0.1" } : isIP(livekit.host) ? { node_ip: livekit.host } : {}),
      ...(local && installation.innerHost === "127.0.0.1"
        ? { enable_loopback_candidate: true, interfaces: { includes: ["lo"] } }
        : {}),
    },
    room: { auto_create: false, empty_timeout: 300, departure_timeout: 20, max_participants: 100 },
    limit: { num_tracks: 400, subscription_limit_video: 25 },
    webhook: { api_key: secrets.livekitKey, urls: [`${installation.urls.appservice}${LIVEKIT_WEBHOOK}`] },
    keys: { [secrets.livekitKey]: secrets.livekitSecret },
    logging: { level: logLevel, json: true },
  };
}
