import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { Problem } from "./problem.ts";
import { writePrivate } from "./write.ts";

const token = () => randomBytes(32).toString("base64url");

const Secrets = z.strictObject({
  asToken: z.string(),
  hsToken: z.string(),
  policyToken: z.string(),
  operatorToken: z.string(),
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
  if (kept) return kept;
  if (existsSync(join(dataFolder, "postgres", "PG_VERSION")))
    throw new Problem(
      `${secretsFile(dataFolder)} is missing, and the data beside it cannot be opened without it. ` +
        "Put the file back from a backup, or set dataFolder to a new folder.",
    );
  const secrets = newSecrets();
  writePrivate(secretsFile(dataFolder), `${JSON.stringify(secrets, null, 2)}\n`);
  return secrets;
}

/** The secrets of a data folder for looking at it; before its first start they are new ones, and nothing is written. */
export const peekSecrets = (dataFolder: string): Secrets => readSecrets(dataFolder) ?? newSecrets();

const secretsFile = (dataFolder: string) => join(dataFolder, "secrets.json");

function readSecrets(dataFolder: string): Secrets | undefined {
  const file = secretsFile(dataFolder);
  if (!existsSync(file)) return undefined;
  const parsed = Secrets.safeParse(JSON.parse(readFileSync(file, "utf8")));
  if (parsed.success) return parsed.data;
  throw new Problem(
    `${file} is not what Portico wrote: ${z.prettifyError(parsed.error)}\nPut the file back from a backup; the data cannot be read without it.`,
  );
}

const newSecrets = (): Secrets => ({
  asToken: token(),
  hsToken: token(),
  policyToken: token(),
  operatorToken: token(),
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
