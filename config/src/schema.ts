import { z } from "zod";
import { server } from "./bridge-settings.ts";

const port = (fallback: number, text: string) => z.int().min(1).max(65_535).default(fallback).describe(text);
const section = <Shape extends z.ZodRawShape>(text: string, shape: Shape) =>
  z
    .strictObject(shape)
    .prefault({} as never)
    .describe(text);
const localpart = z.string().regex(/^[a-z0-9._=/-]+$/, "may hold a-z, 0-9 and . _ = / - only");
const serverName = z
  .string()
  .regex(/^[A-Za-z0-9.-]+(:\d{1,5})?$/, "must be a host name, with :port when it is not 8448")
  .max(230);

/**
 * `portico.yaml`: one file describes one installation. Every key may be left
 * out; no file at all is the sample company on this machine. The descriptions
 * become the comments of `portico.sample.yaml`.
 */
export const PorticoConfig = z.strictObject({
  company: section(
    "Name of the company that runs this installation, in both languages. Default: the sample company's.",
    {
      en: z
        .string()
        .min(1)
        .optional()
        .describe("English name.")
        .meta({ examples: ["Example Works"] }),
      zh: z
        .string()
        .min(1)
        .optional()
        .describe("Chinese name.")
        .meta({ examples: ["示例公司"] }),
    },
  ),
  locale: z
    .enum(["en", "zh"])
    .default("en")
    .describe("Language of rooms and notices that are written for nobody in particular: en or zh."),
  serverName: serverName
    .default("portico.localhost")
    .describe("Matrix server name: the part after the colon of every user id. Fixed for ever once people exist."),
  sampleCompany: z
    .boolean()
    .default(true)
    .describe("true: load the sample company once, to look around. false: start empty, for a real company."),
  firstAdmin: localpart
    .default("admin")
    .describe("User name of the first administrator, who exists before anybody is imported."),
  dataFolder: z
    .string()
    .min(1)
    .default(".portico")
    .describe("Databases, media, keys and logs. Relative paths begin at this file's folder."),
  cacheFolder: z
    .string()
    .min(1)
    .optional()
    .describe("Installed engines, shared by all installations of this user. Default: ~/.cache/portico.")
    .meta({ examples: ["~/.cache/portico"] }),
  logLevel: z
    .enum(["debug", "info", "warn", "error"])
    .default("info")
    .describe("How much the engines write to their logs: debug, info, warn or error."),
  sessionHours: z.int().min(1).max(8760).default(168).describe("Hours after which people sign in again."),
  trustedServers: z
    .array(serverName)
    .default([])
    .describe("Homeservers of partner companies whose staff may sign in with their own account."),
  web: section("The web client and the one address that browsers use.", {
    host: z.string().min(1).default("127.0.0.1").describe("Address to listen on; 0.0.0.0 for every interface."),
    port: port(8080, "Port of the web client."),
    publicUrl: z
      .url({ protocol: /^https?$/ })
      .regex(/^[^/]+\/\/[^/]+$/, "must be scheme and host only, without a path or a slash at the end")
      .optional()
      .describe("Address that people type, when a proxy with a certificate stands in front.")
      .meta({ examples: ["https://portico.example.com"] }),
  }),
  appservice: section("The application service.", {
    host: z
      .string()
      .min(1)
      .default("127.0.0.1")
      .describe("Address to listen on; another one only for a Synapse on another machine, and behind a firewall."),
    port: port(8090, "Port of its API."),
    url: z
      .url({ protocol: /^https?$/ })
      .optional()
      .describe("Address that a Synapse on another machine reaches it at.")
      .meta({ examples: ["http://portico.internal:8090"] }),
  }),
  synapse: section("The homeserver.", {
    port: port(8008, "Port of the client API, on the loopback address only."),
    url: z
      .url({ protocol: /^https?$/ })
      .optional()
      .describe(
        "A Synapse that somebody else runs, with what the first start writes to dataFolder/synapse; none is started.",
      )
      .meta({ examples: ["http://synapse.internal:8008"] }),
    python: z
      .string()
      .optional()
      .describe("A Python in whose environment Synapse is already installed; nothing is installed.")
      .meta({ examples: ["/opt/synapse/bin/python"] }),
    rateLimits: z
      .enum(["relaxed", "default"])
      .optional()
      .describe(
        "relaxed: for the sample company and tests. default: Synapse's own. Follows sampleCompany when left out.",
      )
      .meta({ examples: ["default"] }),
    maxUploadSize: z
      .string()
      .regex(/^\d+[KMG]$/, "must be a number followed by K, M or G, like 50M")
      .default("50M")
      .describe("Largest file that may be attached."),
    federation: section("Conversation with other Matrix servers.", {
      enabled: z.boolean().default(false).describe("Listen for other servers. Needs the two TLS files."),
      host: z.string().min(1).default("0.0.0.0").describe("Address to listen on for other servers."),
      port: port(8448, "Port for other servers."),
      tlsCertificate: z
        .string()
        .optional()
        .describe("PEM file with the certificate chain of the server name.")
        .meta({ examples: ["tls/fullchain.pem"] }),
      tlsKey: z
        .string()
        .optional()
        .describe("PEM file with its private key.")
        .meta({ examples: ["tls/key.pem"] }),
      caFiles: z
        .array(z.string())
        .default([])
        .describe("PEM files of further authorities that sign other servers' certificates."),
    }),
  }),
  postgres: section("The database server.", {
    port: port(5433, "Port, on the loopback address only."),
    url: z
      .url({ protocol: /^postgres(ql)?$/ })
      .optional()
      .describe(
        "A PostgreSQL that runs elsewhere; its user must own, or be allowed to create, the databases synapse and portico.",
      )
      .meta({ examples: ["postgresql://portico:secret@db.internal:5432/postgres"] }),
    binFolder: z
      .string()
      .optional()
      .describe("A folder with the programs of an installed PostgreSQL, 14 or newer, to use instead of our own.")
      .meta({ examples: ["/usr/lib/postgresql/18/bin"] }),
  }),
  livekit: section("Audio, video and screen share.", {
    port: port(7880, "Port of signalling."),
    tcpPort: port(7881, "Port of media over TCP."),
    udpPort: port(7882, "Port of media over UDP."),
    host: z
      .string()
      .min(1)
      .default("127.0.0.1")
      .describe("Address that browsers reach media at; on a server its public IP address."),
    binary: z
      .string()
      .optional()
      .describe("A livekit-server program that is already installed; none is built.")
      .meta({ examples: ["/usr/local/bin/livekit-server"] }),
    url: z
      .url({ protocol: /^(wss?|https?)$/ })
      .optional()
      .describe("A LiveKit that runs elsewhere; none is started here. Needs key and secret.")
      .meta({ examples: ["wss://livekit.example.com"] }),
    key: z
      .string()
      .min(1)
      .optional()
      .describe("API key of that LiveKit.")
      .meta({ examples: ["portico"] }),
    secret: z
      .string()
      .min(32)
      .optional()
      .describe("Its secret, 32 characters or more.")
      .meta({ examples: ["a-secret-of-at-least-32-characters"] }),
  }),
  bridges: section("Ways in and out besides Matrix.", {
    enabled: z
      .boolean()
      .default(false)
      .describe("Start the bridges. There is one so far, for mail; it needs a mailbox below."),
    port: port(8091, "Port at which they tell how they are, on the loopback address only."),
    mail: section("Mail of customers: what comes to these mailboxes becomes a ticket, and answers leave as mail.", {
      smtp: server("smtp", "smtps")
        .optional()
        .describe("The mail server that takes what goes out; smtps for TLS from the first byte.")
        .meta({ examples: ["smtps://support:password@mail.example.com"] }),
      listenHost: z
        .string()
        .min(1)
        .default("127.0.0.1")
        .describe(
          "Address to listen on for mail servers; anything but this machine only behind a mail server of yours.",
        ),
      listenPort: z
        .int()
        .min(1)
        .max(65_535)
        .optional()
        .describe("Port where a mail server of yours brings mails by SMTP. Mailboxes without imap need it.")
        .meta({ examples: [8025] }),
      nameServers: z
        .array(z.string().min(1))
        .default([])
        .describe("Name servers to ask whether senders are genuine, as address or address:port. Empty: the system's."),
      mailboxes: z
        .array(
          z.strictObject({
            address: z.email().max(200).describe("Its address."),
            name: z.string().min(1).max(100).optional().describe("Who answers from it. Default: the company."),
            form: z
              .string()
              .min(1)
              .max(64)
              .default("question")
              .describe("Id of the request form that its mails are filed under; the form says the queue."),
            imap: server("imap", "imaps")
              .optional()
              .describe("Where it is read; imaps for TLS from the first byte. Without it mails come to listenPort."),
            signature: z.string().max(2_000).default("").describe("Stands below answers, after the agent's name."),
            plusAddresses: z
              .boolean()
              .default(false)
              .describe("true: its mail server delivers name+anything@domain to it, which helps to recognise answers."),
            receipts: z.boolean().default(true).describe("Tell the number of a new request at once."),
          }),
        )
        .max(50)
        .default([])
        .describe(
          "A list, each like { address: support@example.com, imap: imaps://support:password@mail.example.com }; also name, form (the request form that its mails are filed under), signature, plusAddresses (name+anything@ reaches it), receipts.",
        ),
    }),
  }),
  backup: section("Backups: npm run backup and npm run restore.", {
    folder: z
      .string()
      .min(1)
      .optional()
      .describe("Where backups go unless --to names another place; better another disk. Default: dataFolder/backups.")
      .meta({ examples: ["/mnt/backup/portico"] }),
    warnAfterDays: z
      .int()
      .min(1)
      .max(365)
      .default(2)
      .describe("Days after which a missing backup is shown as a problem on the health page."),
  }),
  metrics: section("Figures for Prometheus, read with the bearer token metricsToken of dataFolder/secrets.json.", {
    enabled: z.boolean().default(true).describe("Answer /metrics at the application service's own port."),
    synapsePort: z
      .int()
      .min(1)
      .max(65_535)
      .optional()
      .describe("Port of Synapse's own figures, on the loopback address only and without a token. Default: none.")
      .meta({ examples: [9008] }),
  }),
  directory: section("People of the company, who come by import.", {
    brakePercent: z
      .int()
      .min(0)
      .max(100)
      .default(10)
      .describe(
        "Percent of the people, or of the departments, that may go in one import; more must be confirmed by number. Up to 5 always may.",
      ),
  }),
  guests: section("People from outside, who come by invitation link.", {
    prefix: localpart.max(20).default("guest-").describe("Their user names begin so; nobody else's may."),
    linkHours: z.int().min(1).max(720).default(72).describe("Hours that an unused link stays good."),
    accountDays: z.int().min(1).max(3650).default(90).describe("Days after which their access ends by itself."),
  }),
});
export type PorticoConfig = z.output<typeof PorticoConfig>;
