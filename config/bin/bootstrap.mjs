// Runs on whatever Node the machine has (20 or newer) and without any
// dependency, because its work is to make the dependencies and Node 24 exist.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { startTicks } from "./npm-parent.mjs";

/** Signals that ask the launcher to stop. */
export const stopSignals = ["SIGINT", "SIGTERM", "SIGHUP"];

/** The checkout's folder. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

const modules = join(root, "node_modules");
const marker = join(modules, ".portico-lock");
const node24 = join(modules, ".bin", "node");

/** The person stopped the installation of the packages. */
export class BootstrapInterrupted extends Error {}

/** What a person must do before anything can start; printed without a stack. */
export class BootstrapProblem extends Error {}

/**
 * Makes `node_modules` equal to `package-lock.json` and resolves to the path of
 * Node 24. `progress` receives one short sentence per step. Rejects with a
 * {@link BootstrapProblem} that names the remedy.
 */
export async function bootstrap(progress) {
  if (process.platform !== "linux")
    throw new BootstrapProblem(
      "Portico runs its engines on Linux only. On other systems use docker/compose.yaml or a Linux virtual machine.",
    );
  const lock = lockHash();
  if (!matchesLock(lock)) {
    await installPackages(progress);
    // npm may have stopped with success on a signal.
    if (!existsSync(node24)) throw new BootstrapProblem("npm ended without installing Node 24. Start again.");
    writeFileSync(marker, lock);
  }
  return node24;
}

function lockHash() {
  const lock = readFileSync(join(root, "package-lock.json"));
  return createHash("sha256").update(`${process.platform} ${process.arch} `).update(lock).digest("hex");
}

/** A tree that a person installed with npm himself counts as well, if npm's own record of it says the same versions. */
function matchesLock(hash) {
  if (existsSync(marker) && readFileSync(marker, "utf8") === hash) return existsSync(node24);
  const record = join(modules, ".package-lock.json");
  if (!existsSync(record) || !existsSync(node24)) return false;
  const present = JSON.parse(readFileSync(record, "utf8")).packages;
  const wanted = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
  // A package for another platform may be absent.
  const same = Object.entries(wanted).every(
    ([path, entry]) =>
      path === "" ||
      entry.link ||
      ((entry.optional || entry.devOptional) && !present[path]) ||
      present[path]?.version === entry.version,
  );
  if (same) writeFileSync(marker, hash);
  return same;
}

async function installPackages(progress) {
  if (spawnSync("npm", ["--version"], { stdio: "ignore" }).status !== 0)
    throw new BootstrapProblem("npm was not found. Install Node.js 20 or newer together with npm.");
  const cache = process.env["PORTICO_CACHE"] ?? join(homedir(), ".cache", "portico");
  mkdirSync(join(cache, "logs"), { recursive: true });
  const id = createHash("sha256").update(root).digest("hex").slice(0, 12);
  const record = join(cache, "logs", `npm-${id}.pid`);
  stopLeftover(record);
  rmSync(marker, { force: true });

  const logPath = join(cache, "logs", `npm-${id}.log`);
  const log = openSync(logPath, "w");
  progress("packages: reading package-lock.json");
  // Its own process group: npm's helpers end with it when the person presses Ctrl-C.
  const child = spawn("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=http", "--no-progress"], {
    cwd: root,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  writeFileSync(record, `${child.pid} ${startTicks(child.pid)}`);
  let interrupted = false;
  const interrupt = () => {
    interrupted = true;
    // npm begins from nothing the next time, so there is nothing to wait for; asked politely it takes up to a minute.
    if (child.pid !== undefined) kill(-child.pid, "SIGKILL");
  };
  for (const signal of stopSignals) process.on(signal, interrupt);

  let fetched = 0;
  const watch = (chunk) => {
    writeSync(log, chunk);
    const more = chunk.toString().match(/npm http fetch GET 200/g)?.length ?? 0;
    fetched += more;
    if (more > 0) progress(`packages: ${fetched} fetched`);
  };
  child.stdout.on("data", watch);
  child.stderr.on("data", watch);
  const code = await new Promise((resolve, reject) => child.once("error", reject).once("close", resolve));
  for (const signal of stopSignals) process.off(signal, interrupt);
  closeSync(log);
  rmSync(record, { force: true });
  if (interrupted) throw new BootstrapInterrupted("stopped while the packages were being installed");
  if (code !== 0) {
    const said = readFileSync(logPath, "utf8")
      .split("\n")
      .filter((line) => line.startsWith("npm error") && !/^npm error\s+at /.test(line));
    throw new BootstrapProblem(
      [
        `npm could not install the packages (exit code ${code}).`,
        ...said.slice(0, 6),
        `Whole log: ${logPath}`,
        said.some((line) => line.includes("ENOSPC"))
          ? "The disk is full. Make room and start again; nothing needs to be cleaned up."
          : "Check the connection to the package registry and start again; nothing needs to be cleaned up.",
      ].join("\n"),
    );
  }
}

/** An npm whose launcher was killed would write into the same folder as the next one. */
function stopLeftover(record) {
  if (!existsSync(record)) return;
  const [pid, ticks] = readFileSync(record, "utf8").split(" ");
  if (startTicks(pid) === ticks) kill(-Number(pid), "SIGKILL");
  rmSync(record, { force: true });
}

function kill(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
}
