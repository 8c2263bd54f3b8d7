import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { describeInstallation, type Installation } from "../installation.ts";
import { parseConfig } from "../load.ts";
import { prepareFolders } from "../preflight.ts";
import { loadSecrets, type Secrets } from "../secrets.ts";
import { AppserviceSettings } from "../settings.ts";
import { WebSettings } from "../web/settings.ts";
import { renderAppservice } from "./appservice.ts";
import { renderHomeserver } from "./homeserver.ts";
import { renderLivekit } from "./livekit.ts";
import { renderRegistration } from "./registration.ts";
import { writeSettings } from "./settings-files.ts";
import { renderWeb } from "./web.ts";
import { temporaryFolder } from "../temporary-folder.ts";

let folder: string;
let secrets: Secrets;

const described = (text: string): Installation => {
  const installation = describeInstallation({
    config: parseConfig(`cacheFolder: cache\n${text}`, "portico.yaml"),
    file: join(folder, "portico.yaml"),
    folder,
  });
  prepareFolders(installation);
  secrets = loadSecrets(installation.folders.data);
  return installation;
};

beforeEach(() => {
  folder = temporaryFolder();
});

describe("homeserver.yaml", () => {
  it("is private by default", () => {
    expect(renderHomeserver(described(""), secrets)).toMatchObject({
      enable_registration: false,
      allow_guest_access: false,
      require_auth_for_profile_requests: true,
      limit_profile_requests_to_users_who_share_rooms: true,
      include_profile_data_on_invite: false,
      allow_profile_lookup_over_federation: false,
      allow_device_name_lookup_over_federation: false,
      enable_room_list_search: false,
      room_list_publication_rules: [],
      federation_domain_whitelist: [],
      trusted_key_servers: [],
      url_preview_enabled: false,
      enable_authenticated_media: true,
      default_room_version: "12",
      presence: { enabled: false },
      user_types: { extra_user_types: ["guest", "customer", "partner_contact"] },
    });
  });

  it("answers sign-in checks on its one listener, on the loopback address", () => {
    const { listeners } = renderHomeserver(described("synapse: { port: 21008 }"), secrets);
    expect(listeners).toEqual([
      expect.objectContaining({
        port: 21008,
        bind_addresses: ["127.0.0.1"],
        resources: [{ names: ["client", "openid"], compress: false }],
      }),
    ]);
  });

  it("lets only the bot make room addresses", () => {
    expect(renderHomeserver(described("serverName: a.example"), secrets)).toMatchObject({
      alias_creation_rules: [{ user_id: "@portico:a.example", action: "allow" }, { action: "deny" }],
    });
  });

  it("limits a real company, and not the sample", () => {
    expect(renderHomeserver(described(""), secrets)).toHaveProperty("rc_message");
    expect(renderHomeserver(described("sampleCompany: false\ncompany: { en: A, zh: A }"), secrets)).not.toHaveProperty(
      "rc_message",
    );
    expect(
      renderHomeserver(
        described("sampleCompany: false\ncompany: { en: A, zh: A }\nsynapse: { rateLimits: relaxed }"),
        secrets,
      ),
    ).toHaveProperty("rc_message");
  });

  it("federates with the named partners only", () => {
    const text =
      "trustedServers: [partner.example]\nsynapse: { federation: { enabled: true, port: 21448, tlsCertificate: tls/c.pem, tlsKey: tls/k.pem } }";
    const rendered = renderHomeserver(described(text), secrets);
    expect(rendered).toMatchObject({
      federation_domain_whitelist: ["partner.example"],
      tls_certificate_path: join(folder, "tls/c.pem"),
      tls_private_key_path: join(folder, "tls/k.pem"),
    });
    expect(rendered["listeners"]).toContainEqual(expect.objectContaining({ port: 21448, tls: true }));
  });
});

it("claims bridged names exclusively and everybody else's not", () => {
  const { namespaces, ...registration } = renderRegistration(described("serverName: a.example"), secrets);
  expect(registration).toMatchObject({ sender_localpart: "portico", rate_limited: false, receive_ephemeral: false });
  const { users } = namespaces as { users: { regex: string; exclusive: boolean }[] };
  const claim = (user: string) => users.find(({ regex }) => new RegExp(`^(?:${regex})$`).test(user))?.exclusive;
  expect(claim("@portico_irc_anna:a.example")).toBe(true);
  expect(claim("@anna:a.example")).toBe(false);
  expect(claim("@anna:aXexample")).toBeUndefined();
});

it("keeps LiveKit on the loopback address until it has another", () => {
  expect(renderLivekit(described(""), secrets)).toMatchObject({
    bind_addresses: ["127.0.0.1"],
    rtc: { node_ip: "127.0.0.1", interfaces: { includes: ["lo"] } },
    room: { auto_create: false },
  });
  expect(renderLivekit(described("livekit: { host: 203.0.113.7 }"), secrets)).toMatchObject({
    bind_addresses: ["0.0.0.0"],
    rtc: { node_ip: "203.0.113.7" },
  });
});

it("gives the application service and the web server settings that they accept", () => {
  const installation = described("web: { publicUrl: 'https://portico.example.com' }");
  expect(AppserviceSettings.parse(renderAppservice(installation, secrets)).webUrl).toBe("https://portico.example.com");
  expect(WebSettings.parse(renderWeb(installation, "/client")).behindProxy).toBe(true);
});

it("gives a database elsewhere to both", () => {
  const installation = described("postgres: { url: 'postgresql://p:s@db.example:5432/postgres' }");
  expect(renderAppservice(installation, secrets).databaseUrl).toBe("postgresql://p:s@db.example:5432/portico");
  expect(renderHomeserver(installation, secrets)).toMatchObject({
    database: { args: { dsn: "postgresql://p:s@db.example:5432/synapse" } },
  });
});

it("writes files for their owner only, and the keys once", () => {
  const installation = described("");
  writeSettings(installation, secrets);
  const { settings, synapse, data } = installation.folders;
  for (const file of [
    ...readdirSync(settings).map((name) => join(settings, name)),
    join(synapse, "signing.key"),
    join(data, "secrets.json"),
  ])
    expect(statSync(file).mode & 0o777, file).toBe(0o600);
  const key = readFileSync(join(synapse, "signing.key"), "utf8");
  expect(key).toMatch(/^ed25519 a_\w{4} [A-Za-z0-9+/]{43}\n$/);
  expect(parse(readFileSync(join(settings, "homeserver.yaml"), "utf8"))).toMatchObject({
    server_name: "portico.localhost",
  });
  expect(loadSecrets(data)).toEqual(secrets);
});
