import { readFile } from "node:fs/promises";
import { z } from "zod";

/**
 * What the application service is started with: one JSON file, rendered from
 * `portico.yaml` and the generated secrets by `render/appservice.ts`, readable
 * by its owner only, named by the first command-line argument.
 */
export const AppserviceSettings = z.strictObject({
  /** The company that runs this installation. */
  company: z.strictObject({ en: z.string(), zh: z.string() }),
  /** Language in which rooms and notices are written when no person is asked. */
  locale: z.enum(["en", "zh"]),
  /** Matrix server name of our homeserver. */
  serverName: z.string(),
  /** Address of the web client, without a slash at the end; links begin with it. */
  webUrl: z.url(),
  listen: z.strictObject({ host: z.string(), port: z.number().int() }),
  /** PostgreSQL connection string of the application service's own database. */
  databaseUrl: z.string(),
  homeserver: z.strictObject({
    /** Base URL of the client-server API. */
    url: z.url(),
    /** Token of the application service; its sender is a server administrator. */
    asToken: z.string().min(32),
    /** Token with which the homeserver delivers transactions. */
    hsToken: z.string().min(32),
    senderLocalpart: z.string(),
    /** Homeservers whose users may sign in besides our own. */
    trustedServers: z.array(z.string()),
  }),
  /** Bearer token of the policy module for `GET /_portico/policy/snapshot`, and ours for its refresh endpoint. */
  policyToken: z.string().min(32),
  /** Bearer token of the launcher; it acts with the role `operator`. */
  operatorToken: z.string().min(32),
  /** Bearer token of whoever reads `/metrics`; null: there are no figures. */
  metricsToken: z.string().min(32).nullable(),
  bridges: z.strictObject({
    /** Bearer token of the bridges. */
    token: z.string().min(32),
    /** Signs the ids by which answers to our mails are recognised. */
    mailKey: z.string().min(32),
  }),
  /** Where LiveKit answers over HTTP. */
  livekitUrl: z.url(),
  /** Where browsers reach LiveKit, and its API key pair. */
  livekit: z.strictObject({ publicUrl: z.url(), key: z.string(), secret: z.string() }),
  /** The data folder and what is wanted of its backups; null where the service does not see it, as in a container. */
  data: z.strictObject({ folder: z.string(), warnAfterDays: z.number().int().positive() }).nullable(),
  /** Local part of the first administrator, who exists before any import. */
  firstAdmin: z.string(),
  directory: z.strictObject({
    /** Share of people or departments that may go in one import without confirmation. */
    brakePercent: z.number().int().min(0).max(100),
  }),
  guests: z.strictObject({
    prefix: z.string(),
    linkHours: z.number().int().positive(),
    accountDays: z.number().int().positive(),
  }),
  sessionHours: z.number().int().positive(),
  log: z.strictObject({ level: z.enum(["debug", "info", "warn", "error"]) }),
});
export type AppserviceSettings = z.infer<typeof AppserviceSettings>;

/** Reads the settings file; throws with the path and every problem named. */
export async function readSettings(path: string): Promise<AppserviceSettings> {
  const parsed = AppserviceSettings.safeParse(JSON.parse(await readFile(path, "utf8")));
  if (!parsed.success) throw new Error(`${path}:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
