import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkout } from "./boot.ts";
import { freePorts } from "./free-ports.ts";
import { Status } from "./stack.ts";
import { waitFor } from "./wait-for.ts";

/** Three minutes: on two busy cores the first start makes two databases. */
const START_MS = 180_000;

/** A company of its own that starts empty, with its configuration, data and ports. */
export interface Installation {
  readonly folder: string;
  readonly configFile: string;
  /** What is written there. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly ports: Readonly<Record<string, number>>;
  /** Command lines of what still runs for it. */
  readonly processes: () => string[];
  readonly remove: () => void;
}

/** Writes a configuration; `change` is laid over it, and `synapse` over the homeserver's part. Nothing runs yet. */
export async function makeInstallation(
  change: Record<string, unknown> = {},
  synapse: Record<string, unknown> = {},
): Promise<Installation> {
  const folder = mkdtempSync(join(tmpdir(), "portico-launch-"));
  // PostgreSQL runs as another user when the tests run as root, and has to reach its own folder.
  chmodSync(folder, 0o711);
  const configFile = join(folder, "portico.yaml");
  const ports = await freePorts(["web", "appservice", "synapse", "postgres", "livekit", "tcp", "udp"]);
  const config = {
    dataFolder: join(folder, "data"),
    company: { en: "Launch Test", zh: "启动测试" },
    sampleCompany: false,
    web: { port: ports.web },
    appservice: { port: ports.appservice },
    synapse: { port: ports.synapse, ...synapse },
    postgres: { port: ports.postgres },
    livekit: { port: ports.livekit, tcpPort: ports.tcp, udpPort: ports.udp },
    ...change,
  };
  writeFileSync(configFile, JSON.stringify(config, null, 2));
  return {
    folder,
    configFile,
    config,
    ports,
    processes: () => commandLines().filter((line) => line.includes(folder)),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** One run of the launcher. */
export interface Launch {
  readonly process: ChildProcess;
  /** What it has written so far. */
  readonly words: () => string;
  /** Waits until it has written this. */
  readonly says: (words: string) => Promise<void>;
  /** What it prints when everything answers; rejects when it ends before. */
  readonly ready: () => Promise<Status>;
  /** Exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>;
}

/** Starts an installation as `npm start` does; it stays until it is told to stop. `env` is laid over ours. */
export function launch(
  { configFile }: Pick<Installation, "configFile">,
  env: Readonly<Record<string, string>> = {},
): Launch {
  const child = spawn(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", "config/src/cli.ts", "start", "--config", configFile, "--json-ready"],
    { cwd: checkout, stdio: ["ignore", "pipe", "pipe", "ipc"], env: { ...process.env, ...env } },
  );
  const output = { out: "", err: "" };
  child.stdout?.setEncoding("utf8").on("data", (text: string) => (output.out += text));
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (output.err += text));
  const ended = once(child, "close").then(([code, signal]) => (code ?? signal) as number | string);
  let over = false;
  void ended.then(() => (over = true));
  const alive = (wish: string) => {
    if (over) throw new Error(`the launcher ended before ${wish}:\n${output.err}`);
  };
  return {
    process: child,
    words: () => output.err,
    says: (words) =>
      waitFor(
        `the launcher says "${words}"`,
        () => {
          if (output.err.includes(words)) return true;
          alive(`it said "${words}"`);
          return false;
        },
        START_MS,
      ).then(() => undefined),
    ready: () =>
      waitFor(
        "the launcher is ready",
        () => {
          const lines = output.out.split("\n").slice(0, -1);
          const line = lines.find((each) => each.startsWith("{"));
          if (line !== undefined) return Status.parse(JSON.parse(line));
          alive("it was ready");
          return undefined;
        },
        START_MS,
      ),
    ended,
  };
}

/** Command lines of all processes, as `/proc` shows them. */
function commandLines(): string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        return [readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ")];
      } catch {
        // It ended between listing and reading.
        return [];
      }
    });
}
