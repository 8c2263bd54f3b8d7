import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, globSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, test } from "vitest";
import { checkout } from "../support/boot.ts";
import { waitFor } from "../support/wait-for.ts";

/** Nobody listens there. */
const NOWHERE = "http://127.0.0.1:1";

/** A registry that takes every request and answers none; the first part of a path says whose it is. */
let silent: Server;
const asked = new Set<string>();
beforeAll(async () => {
  silent = createServer(({ url }) => asked.add(url?.split("/")[1] ?? "")).listen(0, "127.0.0.1");
  await once(silent, "listening");
});
afterAll(() => {
  silent.closeAllConnections();
  silent.close();
});
const silentRegistry = (whose: string) => `http://127.0.0.1:${(silent.address() as AddressInfo).port}/${whose}/`;

/** A checkout in which nothing is installed yet: as much of it as the packages need. */
let folder: string;
let begun: ChildProcess[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "portico-packages-"));
  begun = [];
  asked.clear();
  const manifests = globSync("{appservice,appservice/contract,web-client,bridges,config}/package.json", {
    cwd: checkout,
  });
  for (const path of ["package.json", "package-lock.json", "config/bin", "config/npm", ...manifests])
    cpSync(join(checkout, path), join(folder, path), { recursive: true });
});
afterEach(() => {
  for (const child of begun) child.kill("SIGKILL");
  const npm = npmPid();
  if (npm !== undefined && alive(npm)) process.kill(-npm, "SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

/** `npm start` there, with a cache of its own. Resolves to its exit code, or to the signal that ended it. */
function start(registry: string) {
  const child = spawn("node", ["config/bin/portico.mjs", "start"], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      PORTICO_CACHE: join(folder, "cache"),
      npm_config_cache: join(folder, "npm"),
      npm_config_registry: registry,
      npm_config_fetch_retries: "0",
    },
  });
  begun.push(child);
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const ended = once(child, "close").then(([code, signal]) => (code ?? signal) as number | string);
  return { child, ended, words: () => said };
}

/** The npm that is recorded as installing; undefined when none is. */
function npmPid(): number | undefined {
  const logs = join(folder, "cache", "logs");
  const [name] = existsSync(logs) ? readdirSync(logs).filter((each) => each.endsWith(".pid")) : [];
  if (name === undefined) return undefined;
  const pid = Number.parseInt(readFileSync(join(logs, name), "utf8"), 10);
  return Number.isNaN(pid) ? undefined : pid;
}

/** Whether anything of the process group runs; what has ended and was not collected yet does not. */
function alive(group: number): boolean {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .some((pid) => {
      try {
        const line = readFileSync(`/proc/${pid}/stat`, "utf8");
        // After the name, which may hold anything: state, parent, group.
        const [state, , of] = line.slice(line.lastIndexOf(")") + 2).split(" ");
        return state !== "Z" && of === String(group);
      } catch {
        // It ended between listing and reading.
        return false;
      }
    });
}

const gone = (what: string, group: number) => waitFor(`${what} has ended`, () => !alive(group), 10_000);

/** The npm that waits for its registry by now. */
async function installing(whose: string): Promise<number> {
  await waitFor("npm asks the registry", () => asked.has(whose), 30_000);
  const pid = npmPid();
  if (pid === undefined) throw new Error("npm asks, and nobody recorded it");
  return pid;
}

describe("while the packages are installed", () => {
  test("Ctrl-C ends the start and npm with it", async () => {
    const { child, ended, words } = start(silentRegistry("only"));
    const npm = await installing("only");
    child.kill("SIGINT");
    expect(await ended, words()).toBe(130);
    await gone("npm", npm);
    expect(npmPid(), "a record of it").toBeUndefined();
    expect(existsSync(join(folder, "node_modules/.portico-lock")), "taken for installed").toBe(false);
  });

  test("kill -9 of the launcher leaves an npm that the next start ends before it begins its own", async () => {
    const first = start(silentRegistry("first"));
    const orphan = await installing("first");
    first.child.kill("SIGKILL");
    expect(await first.ended).toBe("SIGKILL");

    const second = start(silentRegistry("second"));
    const npm = await installing("second");
    expect(npm).not.toBe(orphan);
    await gone("the first npm", orphan);
    second.child.kill("SIGTERM");
    expect(await second.ended, second.words()).toBe(130);
    await gone("the second npm", npm);
  });

  test("a registry that cannot be reached is named, with what to do and where the log is", async () => {
    const { ended, words } = start(NOWHERE);
    expect(await ended, words()).toBe(1);
    expect(words()).toContain("npm could not install the packages (exit code 1).");
    expect(words()).toContain(`ECONNREFUSED`);
    expect(words()).toContain("Check the connection to the package registry and start again");
    const log = /Whole log: (?<path>\S+)/.exec(words())?.groups?.["path"] ?? "no log is named";
    expect(readFileSync(log, "utf8")).toContain("ECONNREFUSED");
  });
});
