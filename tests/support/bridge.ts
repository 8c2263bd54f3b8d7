import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, openSync, rmSync, writeFileSync, closeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BridgeSettings } from "@portico/config/bridge-settings.ts";
import { checkout } from "./boot.ts";
import { freePorts } from "./free-ports.ts";
import { stack } from "./stack.ts";
import { waitFor } from "./wait-for.ts";

type Mailbox = NonNullable<BridgeSettings["mail"]>["mailboxes"][number];

export interface RunningBridge {
  /** Where it takes mails by SMTP. */
  readonly smtpPort: number;
  /** Where it hands mails to. */
  readonly outPort: number;
  readonly log: string;
  start(): Promise<void>;
  /** `kill -9`. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

export const mailbox = (address: string, more: Partial<Mailbox> = {}): Mailbox => ({
  address,
  name: "Heronbay Support",
  typeId: "question",
  signature: "Heronbay Instruments",
  plusAddresses: true,
  receipts: true,
  imap: null,
  ...more,
});

/** The bridges as a process of their own beside the running stack, with mailboxes that the stack did not know before. */
export async function startBridge(
  mailboxes: readonly Mailbox[],
  nameServers: readonly string[] = [],
): Promise<RunningBridge> {
  const { settings, service } = stack();
  const ports = await freePorts(["health", "smtp", "out"]);
  const folder = mkdtempSync(join(tmpdir(), "portico-bridge-"));
  const path = join(folder, "bridges.json");
  const log = join(folder, "bridge.log");
  const content: BridgeSettings = {
    service,
    token: settings.bridges.token,
    listen: { host: "127.0.0.1", port: ports.health },
    mail: {
      mailboxes: [...mailboxes],
      smtp: `smtp://127.0.0.1:${ports.out}`,
      listen: { host: "127.0.0.1", port: ports.smtp },
      nameServers: [...nameServers],
      hostName: "mx.heronbay.example",
    },
    log: { level: "info" },
  };
  writeFileSync(path, JSON.stringify(content), { mode: 0o600 });
  let running: ChildProcess | undefined;

  async function start(): Promise<void> {
    const out = openSync(log, "a");
    const args = ["--disable-warning=ExperimentalWarning", join(checkout, "bridges/src/main.ts"), path];
    running = spawn(process.execPath, args, { cwd: checkout, stdio: ["ignore", out, out] });
    closeSync(out);
    await waitFor(
      "the bridge has begun",
      async () => {
        if (running?.exitCode !== null) throw new Error(`the bridge ended: see ${log}`);
        const answer = await fetch(`http://127.0.0.1:${ports.health}/health`).catch(() => undefined);
        return answer?.ok === true;
      },
      30_000,
    );
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    if (running === undefined || running.exitCode !== null || running.signalCode !== null) return;
    const ended = once(running, "exit");
    running.kill(signal);
    await ended;
  }

  await start();
  return {
    smtpPort: ports.smtp,
    outPort: ports.out,
    log,
    start,
    kill: () => end("SIGKILL"),
    async stop() {
      await end("SIGTERM");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
