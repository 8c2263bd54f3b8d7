import { join } from "node:path";
import { databaseUrl } from "../engines/databases.ts";
import { checkout, type Installation } from "../installation.ts";
import type { Secrets } from "../secrets.ts";
import { rateLimits } from "./rate-limits.ts";

/** Folder that Python finds the policy module in. */
export const policyModuleFolder = join(checkout, "config", "synapse");

/** Local part of the application service's own user. */
export const botLocalpart = "portico";

/**
 * `homeserver.yaml`. What is not a path or an address is about privacy: nobody
 * learns of a room or a person without sharing one, and outsiders hear nothing.
 * Why each setting is needed is told beside it where its name does not say it.
 */
export function renderHomeserver(installation: Installation, secrets: Secrets): Record<string, unknown> {
  const { config, folders, urls } = installation;
  const { federation } = config.synapse;
  const bot = `@${botLocalpart}:${config.serverName}`;
  return {
    server_name: config.serverName,
    public_baseurl: `${urls.web}/`,
    report_stats: false,
    listeners: [
      {
        port: config.synapse.port,
        bind_addresses: [installation.innerHost],
        type: "http",
        tls: false,
        x_forwarded: true,
        // `openid`: the application service checks sign-ins at /_matrix/federation/v1/openid/userinfo here.
        resources: [{ names: ["client", "openid"], compress: false }],
      },
      ...(config.metrics.synapsePort === undefined
        ? []
        : [{ port: config.metrics.synapsePort, bind_addresses: [installation.innerHost], type: "metrics" }]),
      ...(federation.enabled
        ? [
            {
              port: federation.port,
              bind_addresses: [federation.host],
              type: "http",
              tls: true,
              x_forwarded: false,
              resources: [{ names: ["federation"], compress: false }],
            },
          ]
        : []),
    ],
    enable_metrics: config.metrics.synapsePort !== undefined,
    ...(federation.enabled
      ? {
          tls_certificate_path: federation.tlsCertificate,
          tls_private_key_path: federation.tlsKey,
          ...(federation.caFiles.length > 0 ? { federation_custom_ca_list: federation.caFiles } : {}),
        }
      : {}),
    database: { name: "psycopg2", args: { dsn: databaseUrl("synapse", installation, secrets), cp_min: 3, cp_max: 10 } },
    media_store_path: join(folders.synapse, "media"),
    signing_key_path: join(folders.synapse, "signing.key"),
    log_config: join(folders.settings, "synapse-log.yaml"),
    // What cannot be logged, as on a full disk, would be logged itself, without end and without doing anything else.
    no_redirect_stdio: true,
    app_service_config_files: [join(folders.settings, "registration.yaml")],
    macaroon_secret_key: secrets.macaroonSecret,
    form_secret: secrets.formSecret,
    registration_shared_secret: secrets.registrationSharedSecret,
    trusted_key_servers: [],
    suppress_key_server_warning: true,

    ...policyModule(installation, secrets),
    user_types: { extra_user_types: ["guest", "customer", "partner_contact"] },

    // People: accounts come from the directory and from invitations only.
    enable_registration: false,
    allow_guest_access: false,
    enable_3pid_changes: false,
    session_lifetime: `${config.sessionHours}h`,
    // Sign-in links are tokens that the application service asks for; it cannot answer a password prompt.
    login_via_existing_session: { enabled: true, require_ui_auth: false, token_timeout: "5m" },

    // Profiles. The second is refused at start without the first.
    require_auth_for_profile_requests: true,
    limit_profile_requests_to_users_who_share_rooms: true,
    include_profile_data_on_invite: false,
    allow_profile_lookup_over_federation: false,
    allow_device_name_lookup_over_federation: false,
    allow_per_room_profiles: false,
    // The module filters per asker; without `search_all_users` colleagues without a common room are not found.
    user_directory: { enabled: true, search_all_users: true, prefer_local_users: true, show_locked_users: false },
    // Nor does anybody follow who shares a room with whom, which such a search never reads: that is a row per pair of
    // people and room, 200 million of them in the two rooms of a company of 10,000, and a query per member for each join.
    // Accounts of this server come into the directory without it; those of other servers do not.
    update_user_directory_from_worker: "nobody",
    presence: { enabled: false },

    // Rooms.
    default_room_version: "12",
    enable_room_list_search: false,
    room_list_publication_rules: [],
    alias_creation_rules: [{ user_id: bot, action: "allow" }, { action: "deny" }],
    encryption_enabled_by_default_for_room_type: "off",

    // Meetings: any MatrixRTC client finds the service here, and who vanishes leaves by a delayed event (MSC4140).
    max_event_delay_duration: "24h",
    experimental_features: {
      msc3266_enabled: true,
      msc4143_enabled: true,
      msc4222_enabled: true,
      msc4354_enabled: true,
      msc4502_enabled: true,
      msc4512_enabled: true,
    },
    matrix_rtc: {
      transports: [{ type: "livekit", url: urls.livekit, livekit_service_url: `${urls.web}/api/rtc` }],
    },

    // Files and links.
    max_upload_size: config.synapse.maxUploadSize,
    enable_authenticated_media: true,
    url_preview_enabled: false,

    federation_domain_whitelist: federation.enabled ? config.trustedServers : [],
    ...((config.synapse.rateLimits ?? (config.sampleCompany ? "relaxed" : "default")) === "relaxed" ? rateLimits : {}),
  };
}

/** What an empty database is started with besides: works that would pause for others take seconds in place of a minute. */
export const renderFirstStart = (): Record<string, unknown> => ({ background_updates: { sleep_enabled: false } });

/** Never left out: Synapse refuses to start without the package, and without it nobody would be confined. */
function policyModule({ config, folders, urls }: Installation, secrets: Secrets): Record<string, unknown> {
  return {
    modules: [
      {
        module: "portico_policy.PorticoPolicy",
        config: {
          snapshot_url: `${urls.appservice}/_portico/policy/snapshot`,
          token: secrets.policyToken,
          snapshot_file: join(folders.synapse, "policy-snapshot.json"),
          max_stale_seconds: 300,
          poll_seconds: 1,
          guest_prefix: config.guests.prefix,
        },
      },
    ],
  };
}
