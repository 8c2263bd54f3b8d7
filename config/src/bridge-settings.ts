import { readFile } from "node:fs/promises";
import { z } from "zod";

/** Another server, as an address with name and password where it wants them. */
export const server = (...protocols: readonly string[]) =>
  z
    .url({ protocol: new RegExp(`^(${protocols.join("|")})$`) })
    .max(500)
    .meta({ protocols });

const Mailbox = z.strictObject({
  address: z.email(),
  name: z.string(),
  typeId: z.string(),
  signature: z.string(),
  plusAddresses: z.boolean(),
  receipts: z.boolean(),
  /** Read by IMAP; null: mail servers bring its mails. */
  imap: server("imap", "imaps").nullable(),
});

/**
 * What the bridges are started with: one JSON file, rendered from
 * `portico.yaml` by `render/bridges.ts`, readable by its owner only.
 */
export const BridgeSettings = z.strictObject({
  /** Base URL of the application service. */
  service: z.url(),
  token: z.string().min(32),
  /** Where they tell how they are. */
  listen: z.strictObject({ host: z.string(), port: z.number().int() }),
  mail: z
    .strictObject({
      mailboxes: z.array(Mailbox).min(1),
      /** The mail server that takes what goes out. */
      smtp: server("smtp", "smtps"),
      /** Where mail servers bring mails; null: nowhere. */
      listen: z.strictObject({ host: z.string(), port: z.number().int() }).nullable(),
      /** Name servers to ask about senders; empty: the system's. */
      nameServers: z.array(z.string()),
      /** Name of this host towards other mail servers. */
      hostName: z.string(),
    })
    .nullable(),
  log: z.strictObject({ level: z.enum(["debug", "info", "warn", "error"]) }),
});
export type BridgeSettings = z.infer<typeof BridgeSettings>;

/** Reads the settings file; throws with the path and every problem named. */
export async function readBridgeSettings(path: string): Promise<BridgeSettings> {
  const parsed = BridgeSettings.safeParse(JSON.parse(await readFile(path, "utf8")));
  if (!parsed.success) throw new Error(`${path}:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
