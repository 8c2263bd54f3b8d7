import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { Problem } from "./problem.ts";
import { writePrivate } from "./write.ts";

const token = () => randomBytes(32).toString("base64url");

/** Came after the first release: an installation that has none yet gets it at its next start. */
const added = { metricsToken: token, bridgeToken: token, mailKey: token } as const;

const Secrets = z.strictObject({
  asToken: z.string(),
  hsToken: z.string(),
  policyToken: z.string(),
  operatorToken: z.string(),
  /** Bearer token of whoever reads the figures at `/metrics`. */
  metricsToken: z.string(),
  /** Bearer token of the bridges. */
  bridgeToken: z.string(),
  /** Signs the ids by which answers to our mails are recognised. */
  mailKey: z.string(),
  macaroonSecret: z.string(),
  formSecret: z.string(),
  registrationSharedSecret: z.string(),
  livekitKey: z.string(),
  livekitSecret: z.string(),
  /** Of the database server's superuser. */
  postgresPassword: z.string(),
  /** Of the role that owns Synapse's database. */
  synapseDbPassword: z.string(),
  /** Of the role that owns the application service's database. */
  porticoDbPassword: z.string(),
  /** Ed25519 seed of the homeserver, base64 without padding. */
  signingSeed: z.string(),
});
/** What only this installation knows. Made once; kept in `secrets.json`, readable by its owner only. */
export type Secrets = z.infer<typeof Secrets>;

/** The secrets of a data folder, made and kept at the first call. Throws when the data have lost theirs. */
export function loadSecrets(dataFolder: string): Secrets {
  const kept = readSecrets(dataFolder);
  if (kept) {
    if (kept.incomplete) write(dataFolder, kept.secrets);
    return kept.secrets;
  }
  if (existsSync(join(dataFolder, "postgres", "PG_VERSION")))
    throw new Problem(
      `${secretsFile(dataFolder)} is missing, and the data beside it cannot be opened without it. ` +
        "Put the file back from a backup, or set dataFolder to a new folder.",
    );
  const secrets = newSecrets();
  write(dataFolder, secrets);
  return secrets;
}

const write = (dataFolder: string, secrets: Secrets): void =>
  writePrivate(secretsFile(dataFolder), `${JSON.stringify(secrets, null, 2)}\n`);

/** The secrets of a data folder for looking at it; before its first start they are new ones, and nothing is written. */
export const peekSecrets = (dataFolder: string): Secrets => readSecrets(dataFolder)?.secrets ?? newSecrets();

const secretsFile = (dataFolder: string) => join(dataFolder, "secrets.json");

function readSecrets(dataFolder: string): { secrets: Secrets; incomplete: boolean } | undefined {
  const file = secretsFile(dataFolder);
  if (!existsSync(file)) return undefined;
  const content: unknown = JSON.parse(readFileSync(file, "utf8"));
  const missing = Object.entries(added).filter(([name]) => !Object.hasOwn(Object(content), name));
  const parsed = Secrets.safeParse({
    ...Object(content),
    ...Object.fromEntries(missing.map(([name, make]) => [name, make()])),
  });
  if (parsed.success) return { secrets: parsed.data, incomplete: missing.length > 0 };
  throw new Problem(
    `${file} is not what Portico wrote: ${z.prettifyError(parsed.error)}\nPut the file back from a backup; the data cannot be read without it.`,
  );
}

const newSecrets = (): Secrets => ({
  asToken: token(),
  hsToken: token(),
  policyToken: token(),
  operatorToken: token(),
  metricsToken: token(),
  bridgeToken: token(),
  mailKey: token(),
  macaroonSecret: token(),
  formSecret: token(),
  registrationSharedSecret: token(),
  livekitKey: `portico${randomBytes(6).toString("hex")}`,
  livekitSecret: token(),
  postgresPassword: token(),
  synapseDbPassword: token(),
  porticoDbPassword: token(),
  signingSeed: randomBytes(32).toString("base64").replaceAll("=", ""),
});
