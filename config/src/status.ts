import { join } from "node:path";
import { createContext } from "./context.ts";
import { readFirstAdmin } from "./engines/first-accounts.ts";
import { backupWords, type LastBackup, readLastBackup } from "./backup/records.ts";
import type { Installation } from "./installation.ts";
import { peekSecrets } from "./secrets.ts";
import { freeBytes } from "./preflight.ts";
import { readRuns } from "./processes/run-record.ts";
import { sampleSignIns, type SignIn } from "./sample-accounts.ts";
import { tableLines, type Terminal } from "./terminal.ts";
import { typed } from "./typed.ts";

/** What `npm run status -- --json` prints. */
export interface Status {
  readonly web: string;
  readonly api: string;
  readonly homeserver: string;
  readonly livekit: string;
  readonly data: string;
  readonly logs: string;
  readonly engines: readonly {
    readonly name: string;
    readonly state: string;
    readonly pid: number | null;
    readonly version: string | null;
  }[];
  /** Null when none was made since the data folder exists. */
  readonly lastBackup: LastBackup | null;
  /** What this user may still write where the data are. */
  readonly freeBytes: number;
  /** Only of the sample company; a guest has `link` in place of `password`. */
  readonly accounts: readonly SignIn[];
}

/** How an installation is now: as its launcher recorded it, or stopped. */
export async function readStatus(installation: Installation): Promise<Status> {
  const { urls, folders } = installation;
  const [run] = readRuns(folders.run).alive;
  const context = createContext(installation, peekSecrets(folders.data), new AbortController().signal);
  const engines = context.engines.map(({ name, external }) => {
    const recorded = run?.engines.find((engine) => engine.name === name);
    return {
      name,
      state: recorded?.state ?? (external === undefined ? "stopped" : "external"),
      pid: run?.processes.find((process) => process.name === name)?.pid ?? null,
      version: recorded?.version ?? null,
    };
  });
  const answering = engines.some(({ name, state }) => name === "appservice" && state === "running");
  return {
    web: urls.web,
    api: `${urls.web}/api`,
    homeserver: urls.homeserver,
    livekit: urls.livekit,
    data: folders.data,
    logs: folders.logs,
    engines,
    lastBackup: readLastBackup(folders.data) ?? null,
    freeBytes: freeBytes(folders.data),
    accounts: await sampleSignIns(installation, context.secrets, answering),
  };
}

const states: Readonly<Record<string, string>> = {
  waiting: "waits for another",
  installing: "is being installed",
  starting: "is starting",
  running: "runs",
  restarting: "ended and is started again",
  external: "runs elsewhere",
  failed: "failed",
  stopped: "does not run",
};

/** The same for people. */
export function printStatus(status: Status, installation: Installation, terminal: Terminal): void {
  const running = status.engines.some(({ state }) => state === "running");
  terminal.line(
    running
      ? `Portico runs at ${status.web}`
      : `Portico does not run. Start it with "${typed(installation, "start")}".`,
  );
  terminal.line();
  for (const line of tableLines(
    status.engines.map(({ name, state, pid, version }) => [
      name,
      states[state] ?? state,
      version ?? "",
      pid === null ? "" : `process ${pid}`,
    ]),
  ))
    terminal.line(line);
  terminal.line();
  for (const line of tableLines([
    ["homeserver", status.homeserver],
    ["LiveKit", status.livekit],
    ["data", `${status.data}  (${(status.freeBytes / 1e9).toFixed(1)} GB free)`],
    [
      "last backup",
      status.lastBackup === null
        ? `none; make one with "${typed(installation, "backup")}"`
        : backupWords(status.lastBackup),
    ],
    ["logs", status.logs],
  ]))
    terminal.line(line);
  printSignIns(status.accounts, installation, terminal);
}

/** The sign-ins of the sample company: who, and what he signs in with. */
export function printSignIns(accounts: readonly SignIn[], installation: Installation, terminal: Terminal): void {
  if (accounts.length === 0) return;
  const people = accounts.flatMap(({ name, userId, password }) =>
    password === undefined ? [] : [[name, userId.slice(1, userId.indexOf(":")), password]],
  );
  const guests = accounts.flatMap(({ name, link }) => (link === undefined ? [] : [[name, link]]));
  terminal.line();
  terminal.line("Sign-ins of the sample company, with user name and password:");
  for (const line of tableLines(people)) terminal.line(line);
  if (guests.length === 0) return;
  terminal.line();
  terminal.line(`Its guests come by a link that works once; "${typed(installation, "status")}" makes new ones:`);
  for (const line of tableLines(guests)) terminal.line(line);
}

/** How the first person of a real company signs in. */
export function printFirstAdmin(installation: Installation, terminal: Terminal): void {
  const admin = readFirstAdmin({
    serverName: installation.config.serverName,
    firstAdmin: installation.config.firstAdmin,
    firstAdminFile: join(installation.folders.data, "first-admin.json"),
  });
  if (!admin) return;
  terminal.line();
  terminal.line("The first administrator signs in with");
  for (const line of tableLines([
    ["user", admin.userId],
    ["password", `${admin.password}   (as generated; change it)`],
  ]))
    terminal.line(line);
}
