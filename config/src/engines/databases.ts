import { Client } from "pg";
import type { Installation } from "../installation.ts";
import type { Secrets } from "../secrets.ts";

export const databaseNames = ["synapse", "portico"] as const;
export type DatabaseName = (typeof databaseNames)[number];

/**
 * Connection string of one of the two databases. On our own server each has a
 * role of its own that cannot read the other; elsewhere the given role is used.
 */
export function databaseUrl(name: DatabaseName, installation: Installation, secrets: Secrets): string {
  const given = installation.config.postgres.url;
  if (given) {
    const url = new URL(given);
    url.pathname = `/${name}`;
    return url.href;
  }
  const password = name === "synapse" ? secrets.synapseDbPassword : secrets.porticoDbPassword;
  return `postgresql://${name}:${password}@${installation.databaseHost}:${installation.config.postgres.port}/${name}`;
}

/** Makes the two databases and their roles on our own server unless they exist. */
export async function prepareDatabases(installation: Installation, secrets: Secrets): Promise<void> {
  const client = new Client({
    connectionString: `postgresql://postgres:${secrets.postgresPassword}@${installation.databaseHost}:${installation.config.postgres.port}/postgres`,
  });
  await client.connect();
  try {
    for (const name of databaseNames) {
      await makeRole(client, name, secrets);
      await makeDatabase(client, name);
    }
  } finally {
    await client.end();
  }
}

async function makeRole(client: Client, name: DatabaseName, secrets: Secrets): Promise<void> {
  const known = await client.query("SELECT 1 FROM pg_roles WHERE rolname = $1", [name]);
  if (known.rowCount !== 0) return;
  const password = name === "synapse" ? secrets.synapseDbPassword : secrets.porticoDbPassword;
  await client.query(`CREATE ROLE ${name} LOGIN PASSWORD ${client.escapeLiteral(password)}`);
}

async function makeDatabase(client: Client, name: DatabaseName): Promise<void> {
  const known = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [name]);
  if (known.rowCount !== 0) return;
  // Synapse refuses any other collation: its indexes would differ between versions of the C library.
  await client.query(
    `CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C' OWNER ${name}`,
  );
  await client.query(`REVOKE CONNECT ON DATABASE ${name} FROM PUBLIC`);
}
