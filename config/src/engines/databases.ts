import { Client } from "pg";
import type { Installation } from "../installation.ts";
import { Problem } from "../problem.ts";
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

/** Makes the two databases, and on our own server their roles, unless they exist. */
export async function prepareDatabases(installation: Installation, secrets: Secrets): Promise<void> {
  const given = installation.config.postgres.url;
  const admin = `postgresql://postgres:${secrets.postgresPassword}@${installation.databaseHost}:${installation.config.postgres.port}/postgres`;
  const client = new Client({ connectionString: given ?? admin });
  await client.connect();
  try {
    for (const name of databaseNames) {
      const owner = given ? undefined : name;
      if (owner !== undefined) await makeRole(client, name, secrets);
      await makeDatabase(client, name, owner);
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

async function makeDatabase(client: Client, name: DatabaseName, owner: string | undefined): Promise<void> {
  const known = await client.query<{ datcollate: string }>("SELECT datcollate FROM pg_database WHERE datname = $1", [
    name,
  ]);
  const collation = known.rows[0]?.datcollate;
  if (collation === undefined) {
    // Synapse refuses any other collation: its indexes would differ between versions of the C library.
    await client.query(
      `CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'${owner ? ` OWNER ${owner}` : ""}`,
    );
    if (owner) await client.query(`REVOKE CONNECT ON DATABASE ${name} FROM PUBLIC`);
  } else if (collation !== "C")
    throw new Problem(
      `The database ${name} has the collation ${collation}, and Synapse works with C only. ` +
        `Drop it and let Portico make it, or make it with: CREATE DATABASE ${name} TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'`,
    );
}
