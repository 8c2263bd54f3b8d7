import { createHash } from "node:crypto";
import { createReadStream, createWriteStream, readFileSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";
import { openInstallation } from "@portico/config/context.ts";
import { databaseUrl } from "@portico/config/engines/databases.ts";
import { peekSecrets } from "@portico/config/secrets.ts";
import { Client } from "pg";
import { extract, pack } from "tar-stream";
import { runProgram } from "./run-program.ts";

/** Runs a command of the launcher to its end; `env` is laid over ours. */
export const command = (
  name: string,
  configFile: string,
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
) =>
  runProgram(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", "config/src/cli.ts", name, ...args, "--config", configFile],
    env,
  );

/** One statement in a database of an installation that runs. */
export async function rowsOf<Row extends object>(
  configFile: string,
  database: "portico" | "synapse",
  text: string,
): Promise<Row[]> {
  const installation = openInstallation(configFile);
  const connectionString = databaseUrl(database, installation, peekSecrets(installation.folders.data));
  const client = new Client({ connectionString });
  await client.connect();
  try {
    return (await client.query<Row & Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

/** For each table of the service's database the number of its rows and a hash of what they hold. */
export async function digestOf(configFile: string, tables: readonly string[]): Promise<Record<string, string>> {
  const digests: Record<string, string> = {};
  for (const table of tables) {
    const [row] = await rowsOf<{ digest: string }>(
      configFile,
      "portico",
      `SELECT count(*) || ':' || md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) AS digest FROM ${table} t`,
    );
    digests[table] = row!.digest;
  }
  return digests;
}

/** The file below Synapse's media folder that a local media id stands for. */
export const mediaFile = (dataFolder: string, id: string) =>
  join(dataFolder, "synapse/media/local_content", id.slice(0, 2), id.slice(2, 4), id.slice(4));

export const sha256 = (content: string | Uint8Array) => createHash("sha256").update(content).digest("hex");

/** Copies a backup entry by entry; `change` gives an entry's new content, and null leaves it out. */
export async function rewriteBackup(
  from: string,
  to: string,
  change: (name: string, content: Buffer) => Buffer | null,
): Promise<void> {
  const [source, target] = [extract(), pack()];
  const read = pipeline(createReadStream(from), createGunzip(), source);
  const written = pipeline(target, createGzip({ level: 1 }), createWriteStream(to));
  for await (const entry of source) {
    const chunks: Buffer[] = [];
    for await (const chunk of entry as AsyncIterable<Buffer>) chunks.push(chunk);
    const { name, type } = entry.header;
    const content = type === "directory" ? Buffer.alloc(0) : change(name, Buffer.concat(chunks));
    if (content === null) continue;
    await new Promise<void>((resolve, reject) => {
      target.entry({ name, type: type ?? "file" }, content, (error) => (error ? reject(error) : resolve()));
    });
  }
  await read;
  target.finalize();
  await written;
}

/**
 * The content of a file with a thousand bytes inverted. A single byte would not
 * do: a compressed run of zeros is the same whichever zero it repeats.
 */
export function withBytesChanged(file: string, at: number): Buffer {
  const content = readFileSync(file);
  for (let index = at; index < at + 1000; index++) content[index] = 255 - content[index]!;
  return content;
}
