import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Context } from "@portico/config/context.ts";
import { openInstallation } from "@portico/config/context.ts";
import type { Engine } from "@portico/config/engines/engine.ts";
import { synapseEngine } from "@portico/config/engines/synapse.ts";
import { settingsFile } from "@portico/config/render/settings-files.ts";
import { createTerminal } from "@portico/config/terminal.ts";
import { up } from "@portico/config/up.ts";
import { writePrivate } from "@portico/config/write.ts";
import { parse, stringify } from "yaml";
import { freePorts } from "../support/free-ports.ts";
import { importBenchCompany, signInAll, type Member } from "./company.ts";

/** An installation of its own for measuring: the real engines on free ports, a small company, nothing else going on. */
export interface Bench {
  readonly context: Context;
  readonly members: readonly Member[];
  /** Starts the homeserver anew, with the policy module or as Synapse comes. */
  restartHomeserver(withModule: boolean): Promise<void>;
  /** Starts the application service anew. */
  restartService(): Promise<void>;
  stop(): Promise<void>;
}

export async function benchInstallation(): Promise<Bench> {
  const folder = mkdtempSync(join(tmpdir(), "portico-bench-"));
  chmodSync(folder, 0o711);
  const config = join(folder, "portico.yaml");
  const ports = await freePorts(["web", "appservice", "synapse", "postgres", "livekit", "livekitTcp", "livekitUdp"]);
  writeFileSync(
    config,
    stringify({
      sampleCompany: false,
      company: { en: "Bench", zh: "测速公司" },
      dataFolder: join(folder, "data"),
      web: { port: ports.web },
      appservice: { port: ports.appservice },
      synapse: { port: ports.synapse, rateLimits: "relaxed" },
      postgres: { port: ports.postgres },
      livekit: { port: ports.livekit, tcpPort: ports.livekitTcp, udpPort: ports.livekitUdp },
    }),
  );
  const installation = openInstallation(config);
  const running = await up(installation, createTerminal(), new AbortController().signal);
  const { context } = running;
  const homeserverYaml = settingsFile(installation, "homeserver.yaml");
  const withModule = readFileSync(homeserverYaml, "utf8");
  const { modules: _modules, ...bare } = parse(withModule) as Record<string, unknown>;
  const withoutModule = stringify(bare, { lineWidth: 0 });
  let homeserver: Engine | undefined = context.engines.find((engine) => engine.name === "synapse");

  const stop = async () => {
    await homeserver?.stop();
    await running.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await importBenchCompany(context);
    const members = await signInAll(context);
    return {
      context,
      members,
      async restartHomeserver(policy) {
        await homeserver?.stop();
        writePrivate(homeserverYaml, policy ? withModule : withoutModule);
        homeserver = synapseEngine(context);
        await homeserver.start(
          () => undefined,
          (text) => process.stderr.write(`${text}\n`),
        );
      },
      async restartService() {
        const service = context.engines.find((engine) => engine.name === "appservice");
        await service?.stop();
        await service?.start(
          () => undefined,
          (text) => process.stderr.write(`${text}\n`),
        );
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
