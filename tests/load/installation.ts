import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Context, openInstallation } from "@portico/config/context.ts";
import { type DatabaseName, databaseUrl } from "@portico/config/engines/databases.ts";
import type { Engine } from "@portico/config/engines/engine.ts";
import { synapseEngine } from "@portico/config/engines/synapse.ts";
import { settingsFile } from "@portico/config/render/settings-files.ts";
import { createTerminal } from "@portico/config/terminal.ts";
import { up } from "@portico/config/up.ts";
import { writePrivate } from "@portico/config/write.ts";
import { Client, type QueryResultRow } from "pg";
import { parse, stringify } from "yaml";
import { freePorts } from "../support/free-ports.ts";

/** An installation of its own for measuring: the real engines on free ports, an empty company, nothing else going on. */
export interface Bench {
  readonly context: Context;
  /** Starts the homeserver anew, with the policy module or as Synapse comes. */
  restartHomeserver(withModule: boolean): Promise<void>;
  /** A connection of its own to one of the two databases; closed with the installation. */
  connect(database?: DatabaseName): Promise<Client>;
  /** One statement in one of the two databases. */
  readonly query: <Found extends QueryResultRow>(
    text: string,
    values?: readonly unknown[],
    database?: DatabaseName,
  ) => Promise<Found[]>;
  stop(): Promise<void>;
}

export async function benchInstallation(signal: AbortSignal): Promise<Bench> {
  const folder = mkdtempSync(join(tmpdir(), "portico-bench-"));
  chmodSync(folder, 0o711);
  const config = join(folder, "portico.yaml");
  writeFileSync(config, await benchConfig(folder));
  const installation = openInstallation(config);
  const running = await up(installation, createTerminal(), signal);
  const { context } = running;
  const homeserverYaml = settingsFile(installation, "homeserver.yaml");
  const withModule = readFileSync(homeserverYaml, "utf8");
  const { modules: _modules, ...bare } = parse(withModule) as Record<string, unknown>;
  const withoutModule = stringify(bare, { lineWidth: 0 });
  let homeserver: Engine | undefined = context.engines.find((engine) => engine.name === "synapse");
  const connections: Client[] = [];
  const shared = new Map<DatabaseName, Promise<Client>>();

  async function connect(database: DatabaseName = "portico"): Promise<Client> {
    const client = new Client({ connectionString: databaseUrl(database, installation, context.secrets) });
    await client.connect();
    connections.push(client);
    return client;
  }
  return {
    context,
    connect,
    async query<Found extends QueryResultRow>(text: string, values: readonly unknown[] = [], database?: DatabaseName) {
      const name = database ?? "portico";
      const opened = shared.get(name) ?? connect(name);
      shared.set(name, opened);
      return (await (await opened).query<Found>(text, [...values])).rows;
    },
    async restartHomeserver(policy) {
      await homeserver?.stop();
      writePrivate(homeserverYaml, policy ? withModule : withoutModule);
      homeserver = synapseEngine(context);
      await homeserver.start(
        () => undefined,
        (text) => process.stderr.write(`${text}\n`),
      );
    },
    async stop() {
      await Promise.all(connections.map((client) => client.end()));
      await homeserver?.stop();
      await running.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function benchConfig(folder: string): Promise<string> {
  const ports = await freePorts(["web", "appservice", "synapse", "postgres", "livekit", "livekitTcp", "livekitUdp"]);
  return stringify({
    sampleCompany: false,
    company: { en: "Bench", zh: "测速公司" },
    dataFolder: join(folder, "data"),
    web: { port: ports.web },
    appservice: { port: ports.appservice },
    synapse: { port: ports.synapse, rateLimits: "relaxed" },
    postgres: { port: ports.postgres },
    livekit: { port: ports.livekit, tcpPort: ports.livekitTcp, udpPort: ports.livekitUdp },
  });
}
