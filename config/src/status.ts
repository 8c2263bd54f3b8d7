import { join } from "node:path";
import { createContext } from "./context.ts";
import { readFirstAdmin } from "./engines/first-accounts.ts";
import { backupWords, type LastBackup, readLastBackup } from "./backup/records.ts";
import type { Installation } from "./installation.ts";
import { peekSecrets } from "./secrets.ts";
import { freeBytes } from "./preflight.ts";
import { readRuns } from "./processes/run-record.ts";
import { freshLink, sampleSignIns, type SignIn } from "./sample-accounts.ts";
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
    /** How much of its installation is done; null where that is not known. */
    readonly percent: number | null;
    /** Why it does not run, when the others go on without it. */
    readonly problem: string | null;
  }[];
  /** Null when none was made since the data folder exists. */
  readonly lastBackup: LastBackup | null;
  /** What this user may still write where the data are. */
  readonly freeBytes: number;
  /** Only of the sample company; a guest has `guestId` in place of `password`. */
  readonly accounts: readonly SignIn[];
}

/** How an installation is now: as its launcher recorded it, or stopped. Changes nothing. */
export function readStatus(installation: Installation): Status {
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
      percent: recorded?.percent ?? null,
      problem: recorded?.problem ?? null,
    };
  });
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
    accounts: sampleSignIns(installation),
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
    status.engines.map(({ name, state, pid, percent, version }) => [
      name,
      `${states[state] ?? state}${percent === null ? "" : `, ${percent} %`}`,
      version ?? "",
      pid === null ? "" : `process ${pid}`,
    ]),
  ))
    terminal.line(line);
  for (const { problem } of status.engines) if (problem !== null) terminal.line(`  ! ${problem}`);
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
  const guests = accounts.flatMap(({ name, guestId }) => (guestId === undefined ? [] : [name]));
  terminal.line();
  terminal.line("Sign-ins of the sample company, with user name and password:");
  for (const line of tableLines(people)) terminal.line(line);
  if (guests.length === 0) return;
  terminal.line(
    `Its guests (${guests.join(", ")}) come by a link that works once; "${typed(installation, "links")}" makes new ones.`,
  );
}

/** `npm run links`: a new link for each guest of the sample company, in place of those before. */
export async function printLinks(installation: Installation, terminal: Terminal): Promise<void> {
  const guests = sampleSignIns(installation).filter(({ guestId }) => guestId !== undefined);
  if (guests.length === 0) {
    terminal.line(
      "Links are made here for the guests of the sample company only; for others, on their page under Customers.",
    );
    return;
  }
  const secrets = peekSecrets(installation.folders.data);
  const rows: string[][] = [];
  for (const { name, guestId = "" } of guests) rows.push([name, await freshLink(installation, secrets, guestId)]);
  terminal.line("Each works once, and ends the links that its guest had before:");
  for (const line of tableLines(rows)) terminal.line(line);
}

/** How the first person of a real company signs in. */
export function printFirstAdmin(installation: Installation, terminal: Terminal): void {
  const file = join(installation.folders.data, "first-admin.json");
  const admin = readFirstAdmin({
    serverName: installation.config.serverName,
    firstAdmin: installation.config.firstAdmin,
    firstAdminFile: file,
  });
  if (!admin) return;
  terminal.line();
  if (!terminal.live) {
    terminal.line(`How the first administrator signs in stands in ${file}, not here, because this may be a log.`);
    return;
  }
  terminal.line("The first administrator signs in with");
  for (const line of tableLines([
    ["user", admin.userId],
    ["password", `${admin.password}   (as generated; change it)`],
  ]))
    terminal.line(line);
}
