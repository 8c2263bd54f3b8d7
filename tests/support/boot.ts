import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  closeSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { freePorts } from "./free-ports.ts";
import { copySampleData } from "./sample-data.ts";
import { readStack, type Stack, Status } from "./stack.ts";

export const checkout = dirname(dirname(import.meta.dirname));
/** What a run leaves behind. */
export const artefacts = join(checkout, "tests", "artefacts");

/** Long enough for a machine that has to install every engine first. */
const BOOT_MS = 15 * 60_000;
const STOP_MS = 60_000;

export interface BootedStack {
  readonly stack: Stack;
  /** Stops everything and removes its folder; the logs stay as artefacts when asked for. */
  readonly stop: (keepLogs: boolean) => Promise<void>;
}

/**
 * Starts a whole installation with the sample company on free ports in a
 * temporary folder, the way `npm start` does. The company comes as a copy when
 * the same has been made before.
 */
export async function bootStack(): Promise<BootedStack> {
  const folder = temporaryFolder();
  const making = temporaryFolder();
  try {
    await copySampleData(join(folder, "data"), async () => {
      const made = await bootIn(making);
      await made.halt();
      return made.stack.data;
    });
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
  return bootIn(folder);
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "portico-test-"));
  // PostgreSQL runs as another user when the tests run as root, and has to reach its own folder.
  chmodSync(folder, 0o711);
  return folder;
}

/** With the data that lie in the folder, or anew. */
async function bootIn(folder: string): Promise<BootedStack & { halt: () => Promise<void> }> {
  const config = join(folder, "portico.yaml");
  writeFileSync(config, await testConfig(folder));
  const log = openSync(join(folder, "launcher.log"), "w");
  // The channel tells the launcher when this process was killed, so that nothing outlives it.
  const launcher = spawn(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", "config/src/cli.ts", "start", "--config", config, "--json-ready"],
    { cwd: checkout, stdio: ["ignore", "pipe", log, "ipc"] },
  );
  closeSync(log);
  try {
    const status = await readyStatus(launcher, join(folder, "launcher.log"));
    return {
      stack: readStack(status),
      stop: (keepLogs) => stopStack(launcher, folder, status.logs, keepLogs),
      halt: () => end(launcher),
    };
  } catch (error) {
    await stopStack(launcher, folder, join(folder, "data", "logs"), true);
    throw error;
  }
}

async function testConfig(folder: string): Promise<string> {
  const names = ["web", "appservice", "synapse", "postgres", "livekit", "livekitTcp", "livekitUdp", "bridges"] as const;
  const ports = await freePorts(names);
  return JSON.stringify({
    company: { en: "Heronbay Instruments", zh: "鹭湾仪器" },
    dataFolder: join(folder, "data"),
    web: { port: ports.web },
    appservice: { port: ports.appservice },
    synapse: { port: ports.synapse },
    postgres: { port: ports.postgres },
    livekit: { port: ports.livekit, tcpPort: ports.livekitTcp, udpPort: ports.livekitUdp },
    bridges: { port: ports.bridges },
  });
}

/** The one line of JSON that the launcher prints when everything answers. */
async function readyStatus(launcher: ChildProcess, logFile: string): Promise<Status> {
  const { stdout } = launcher;
  if (stdout === null) throw new Error("the launcher has no standard output");
  const deadline = AbortSignal.timeout(BOOT_MS);
  const ended = once(launcher, "exit", { signal: deadline }).then(([code]) => {
    throw new Error(
      `the stack did not start (exit code ${String(code)}):\n${readFileSync(logFile, "utf8").slice(-4000)}`,
    );
  });
  const printed = (async () => {
    for await (const line of createInterface({ input: stdout })) {
      if (line.startsWith("{")) return Status.parse(JSON.parse(line));
    }
    return ended;
  })();
  return Promise.race([printed, ended]);
}

async function end(launcher: ChildProcess): Promise<void> {
  if (launcher.exitCode !== null || launcher.signalCode !== null) return;
  const ended = once(launcher, "exit");
  launcher.kill("SIGTERM");
  const forced = setTimeout(() => launcher.kill("SIGKILL"), STOP_MS);
  await ended;
  clearTimeout(forced);
}

async function stopStack(launcher: ChildProcess, folder: string, logs: string, keepLogs: boolean): Promise<void> {
  await end(launcher);
  if (keepLogs) {
    const target = join(artefacts, "logs");
    rmSync(target, { recursive: true, force: true });
    mkdirSync(target, { recursive: true });
    cpSync(join(folder, "launcher.log"), join(target, "launcher.log"));
    if (existsSync(logs)) cpSync(logs, target, { recursive: true });
  }
  rmSync(folder, { recursive: true, force: true });
}
