import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { apiRoutes } from "@portico/contract/api.ts";
import type { AppserviceSettings } from "@portico/config/settings.ts";
import { Kysely, PostgresDialect } from "kysely";
import { Migrator } from "kysely/migration";
import { Client, Pool } from "pg";
import { afterAll, describe, expect, test } from "vitest";
import { migrations } from "../../appservice/src/db/migrations/index.ts";
import { readRelease, type Release } from "../releases/release.ts";
import { checkout } from "../support/boot.ts";
import { freePorts } from "../support/free-ports.ts";
import { stack } from "../support/stack.ts";
import { waitFor } from "../support/wait-for.ts";

const MINUTES = 60_000;
const releases = readdirSync(join(checkout, "tests/releases")).filter((name) => name.endsWith(".json"));

/** What a release has to hand on, each row by its key. Whatever counts changes or work still to do is made anew. */
const kept: Readonly<Record<string, { key: readonly string[]; remade: readonly string[] }>> = {
  account: { key: ["user_id"], remade: ["version", "applied_profile"] },
  customer: { key: ["id"], remade: [] },
  department: { key: ["id"], remade: [] },
  guest: { key: ["id"], remade: ["version"] },
  managed_room: {
    key: ["key"],
    remade: ["wanted_version", "reconciled_version", "drift_version", "repaired_version", "reconciled_at"],
  },
  one_time_link: { key: ["token_hash"], remade: [] },
  person: { key: ["id"], remade: ["version"] },
  rank: { key: ["id"], remade: [] },
  session: { key: ["token_hash"], remade: ["last_seen_at"] },
};

const folder = mkdtempSync(join(tmpdir(), "portico-upgrade-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Connection string of the server's administrator in one of its databases. */
function adminUrl(database: string): string {
  const secrets = JSON.parse(readFileSync(join(stack().data, "secrets.json"), "utf8")) as { postgresPassword: string };
  const url = new URL(stack().settings.databaseUrl);
  url.username = "postgres";
  url.password = secrets.postgresPassword;
  url.pathname = `/${database}`;
  return url.href;
}

async function withClient<Result>(database: string, work: (client: Client) => Promise<Result>): Promise<Result> {
  const client = new Client({ connectionString: adminUrl(database) });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** The schema as that release left it, with its rows and without what its migrations put there. */
async function loadRelease(database: string, { migration, rows }: Release): Promise<void> {
  const url = new URL(stack().settings.databaseUrl);
  url.pathname = `/${database}`;
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: new Pool({ connectionString: url.href }) }) });
  try {
    const provider = { getMigrations: () => Promise.resolve(migrations) };
    const { error } = await new Migrator({ db, provider }).migrateTo(migration);
    if (error !== undefined) throw error;
  } finally {
    await db.destroy();
  }
  await withClient(database, async (client) => {
    // Neither triggers nor references: the rows are as they were, not as if they were written now.
    await client.query("SET session_replication_role = replica");
    for (const table of Object.keys(rows)) await client.query(`TRUNCATE "${table}" CASCADE`);
    for (const [table, content] of Object.entries(rows)) {
      const [first] = content;
      if (first === undefined) continue;
      const columns = Object.keys(first as object)
        .map((column) => `"${column}"`)
        .join(", ");
      await client.query(
        `INSERT INTO "${table}" (${columns}) OVERRIDING SYSTEM VALUE
         SELECT ${columns} FROM jsonb_populate_recordset(null::"${table}", $1)`,
        [JSON.stringify(content)],
      );
      const counted = await client.query<{ column: string; sequence: string }>(
        `SELECT attname AS column, pg_get_serial_sequence(quote_ident($1), attname) AS sequence FROM pg_attribute
         WHERE attrelid = quote_ident($1)::regclass AND attnum > 0 AND NOT attisdropped
           AND pg_get_serial_sequence(quote_ident($1), attname) IS NOT NULL`,
        [table],
      );
      for (const { column, sequence } of counted.rows)
        await client.query(`SELECT setval($1, (SELECT max("${column}") FROM "${table}"))`, [sequence]);
    }
  });
}

/** Starts the service of this checkout on that database, with no homeserver within reach; resolves to its address. */
async function startService(
  database: string,
  { company, serverName }: Release,
): Promise<{ url: string; stop: () => Promise<void> }> {
  const { port, nobody } = await freePorts(["port", "nobody"]);
  const url = new URL(stack().settings.databaseUrl);
  url.pathname = `/${database}`;
  const settings: AppserviceSettings = {
    ...stack().settings,
    company,
    serverName,
    databaseUrl: url.href,
    listen: { host: "127.0.0.1", port },
    homeserver: { ...stack().settings.homeserver, url: `http://127.0.0.1:${nobody}` },
  };
  const file = join(folder, `${database}.json`);
  writeFileSync(file, JSON.stringify(settings));
  const service = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", "appservice/src/main.ts", file], {
    cwd: checkout,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let words = "";
  for (const stream of [service.stdout, service.stderr]) stream.on("data", (chunk: Buffer) => (words += String(chunk)));
  const ended = once(service, "exit");
  await waitFor(
    "the service answers",
    async () => {
      if (service.exitCode !== null) throw new Error(`the service ended:\n${words}`);
      const answer = await fetch(`http://127.0.0.1:${port}/api/health`).catch(() => undefined);
      return answer?.status === 200;
    },
    MINUTES,
  );
  return {
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      service.kill("SIGKILL");
      await ended;
    },
  };
}

describe.each(releases)("the database of release %s", (name) => {
  const release = readRelease(join(checkout, "tests/releases", name));
  const database = `upgrade_${name.replaceAll(/\W/g, "_")}`;

  test(
    "is taken over by this version: the service starts on it, and every person, guest and room is as it was",
    async () => {
      expect(Object.keys(migrations)).toContain(release.migration);
      const owner = new URL(stack().settings.databaseUrl).username;
      await withClient("postgres", async (client) => {
        await client.query(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
        await client.query(`CREATE DATABASE ${database} TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C' OWNER ${owner}`);
      });
      try {
        await loadRelease(database, release);
        const { url, stop } = await startService(database, release);
        try {
          await withClient(database, async (client) => {
            const { rows } = await client.query<{ name: string }>("SELECT max(name) AS name FROM kysely_migration");
            expect(rows[0]!.name).toBe(Object.keys(migrations).toSorted().at(-1));
            for (const [table, { key, remade }] of Object.entries(kept)) {
              const before = release.rows[table] as Record<string, unknown>[];
              const found = await client.query<{ row: Record<string, unknown> }>(
                `SELECT to_jsonb(t) AS row FROM "${table}" AS t`,
              );
              const nameOf = (row: Record<string, unknown>) => key.map((column) => String(row[column])).join(" ");
              const after = new Map(found.rows.map(({ row }) => [nameOf(row), row]));
              expect(before.length, `${table} has rows in the fixture`).toBeGreaterThan(0);
              for (const row of before) {
                const told = Object.entries(row).filter(([column]) => !remade.includes(column));
                expect(after.get(nameOf(row)), `${table} ${nameOf(row)}`).toMatchObject(Object.fromEntries(told));
              }
            }
            const memberships = await client.query<{ pair: string }>(
              "SELECT DISTINCT room_key || ' ' || user_id AS pair FROM wanted_membership",
            );
            const pairs = new Set(memberships.rows.map(({ pair }) => pair));
            for (const row of release.rows["wanted_membership"] as { room_key: string; user_id: string }[])
              expect(pairs).toContain(`${row.room_key} ${row.user_id}`);
          });
          const answer = await fetch(`${url}/api/directory/provisioning`, {
            headers: { authorization: `Bearer ${stack().settings.operatorToken}` },
          });
          expect(answer.status).toBe(200);
          const { accounts } = apiRoutes["GET /api/directory/provisioning"].response.parse(await answer.json());
          expect(accounts.wanted).toBeGreaterThan(0);
        } finally {
          await stop();
        }
      } finally {
        await withClient("postgres", (client) => client.query(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`));
      }
    },
    2 * MINUTES,
  );
});
