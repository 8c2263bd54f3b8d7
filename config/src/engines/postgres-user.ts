import { execFileSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { Problem } from "../problem.ts";

/** The account that a database server runs as, and what stands before its command line. */
export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
  readonly prefix: readonly string[];
}

const accountName = "postgres";

/**
 * PostgreSQL refuses to run as root. For an ordinary user nothing changes
 * (undefined); root gets the system account `postgres`, made when it is
 * missing. Where that account may not pass a folder on the way to one of the
 * `paths` (root's home is closed to others), the server keeps one capability of
 * root's, to pass and read folders; never root itself.
 */
export function serverUser(paths: readonly string[]): ServerUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const { uid, gid } = account();
  const closed = paths.map((path) => closedFolder(path)).find((folder) => folder !== undefined);
  const as = ["setpriv", `--reuid=${uid}`, `--regid=${gid}`, "--clear-groups", "--no-new-privs"];
  if (closed === undefined) return { uid, gid, prefix: [...as, "--inh-caps=-all"] };
  const capability = passingCapability();
  if (capability === undefined)
    throw new Problem(
      `PostgreSQL may not run as root, and its account "${accountName}" may not pass ${closed}. ` +
        `Move the checkout and dataFolder out of that folder, or run "chmod o+x ${closed}", or start Portico as an ordinary user.`,
    );
  const only = `-all,+${capability}`;
  return { uid, gid, prefix: [...as, `--bounding-set=${only}`, `--inh-caps=${only}`, `--ambient-caps=${only}`] };
}

function account(): { uid: number; gid: number } {
  return findAccount() ?? makeAccount();
}

function findAccount(): { uid: number; gid: number } | undefined {
  const row = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"))
    .find(([name]) => name === accountName);
  return row && { uid: Number(row[2]), gid: Number(row[3]) };
}

function makeAccount(): { uid: number; gid: number } {
  try {
    execFileSync(
      "useradd",
      ["--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", accountName],
      {
        stdio: "pipe",
      },
    );
  } catch (error) {
    throw new Problem(
      `PostgreSQL may not run as root, and the system account "${accountName}" cannot be made (${String(error)}). ` +
        "Start Portico as an ordinary user, or set postgres.url to a server that runs elsewhere.",
    );
  }
  const made = findAccount();
  if (!made)
    throw new Problem(`useradd made no account "${accountName}" in /etc/passwd. Start Portico as an ordinary user.`);
  return made;
}

/** The first folder above `path` that only its owner and group may pass. */
export function closedFolder(path: string): string | undefined {
  const above: string[] = [];
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    above.unshift(folder);
    if (folder === dirname(folder)) break;
  }
  return above.find((folder) => {
    const status = statSync(folder, { throwIfNoEntry: false });
    return status !== undefined && (status.mode & 0o001) === 0;
  });
}

/** Bits of linux/capability.h, the narrower first; containers often take the first away from root. */
const capabilities = [
  { name: "dac_read_search", bit: 2n },
  { name: "dac_override", bit: 1n },
] as const;

function passingCapability(): string | undefined {
  const mask = /^CapEff:\s*([0-9a-f]+)/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1] ?? "0";
  return capabilities.find(({ bit }) => (BigInt(`0x${mask}`) >> bit) & 1n)?.name;
}
