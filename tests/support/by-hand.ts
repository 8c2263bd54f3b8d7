import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, closeSync, existsSync, globSync, mkdirSync, openSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { builtLivekit } from "../../config/src/engines/livekit.ts";
import { findPrograms } from "../../config/src/engines/postgres-programs.ts";
import { serverUser } from "../../config/src/engines/postgres-user.ts";
import { openInstallation } from "../../config/src/context.ts";
import { childEnvironment } from "../../config/src/processes/child-environment.ts";
import { synapsePython } from "./python.ts";
import { runProgram } from "./run-program.ts";
import { waitFor } from "./wait-for.ts";

/** An engine that the operator of a company runs himself. */
export interface ByHand {
  readonly process: ChildProcess;
  readonly stop: () => Promise<void>;
}

/** Runs a program of its own; when the tests are killed it is as well (prctl(2), PR_SET_PDEATHSIG). */
function byHand(
  prefix: readonly string[],
  command: readonly string[],
  log: string,
  options: { cwd?: string; env?: Record<string, string> } = {},
): ByHand {
  const output = openSync(log, "a");
  const [program = "", ...args] = [...(prefix.length > 0 ? prefix : ["setpriv"]), "--pdeathsig=KILL", ...command];
  const child = spawn(program, args, {
    stdio: ["ignore", output, output],
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    env: childEnvironment(options.env),
  });
  closeSync(output);
  const ended = once(child, "exit");
  return {
    process: child,
    async stop() {
      child.kill("SIGINT");
      // LiveKit waits for meetings at the first signal.
      child.kill("SIGTERM");
      await ended;
    },
  };
}

/** Programs of a server; those of node_modules have `postgres` and `initdb` alone. */
export type ServerPrograms = Readonly<Record<"postgres" | "initdb", string>>;

/** The newest server of Debian's packages, whose folder holds `pg_dump` and `pg_restore` of its version as well. */
export function debianServer(): ServerPrograms & { readonly bin: string } {
  const [bin] = globSync("/usr/lib/postgresql/*/bin")
    .filter((folder) => ["postgres", "initdb", "pg_dump", "pg_restore"].every((name) => existsSync(join(folder, name))))
    .toSorted((a, b) => Number.parseInt(b.split("/")[4] ?? "", 10) - Number.parseInt(a.split("/")[4] ?? "", 10));
  if (bin === undefined)
    throw new Error("There is no server of the Debian packages to be a company's own: apt install postgresql");
  return { bin, postgres: join(bin, "postgres"), initdb: join(bin, "initdb") };
}

/** A PostgreSQL server in `folder`, with the administrator `postgres` and the password `given`; ours unless named. */
export async function postgresByHand(folder: string, port: number, named?: ServerPrograms): Promise<ByHand> {
  const programs = named ?? (await findPrograms(openInstallation(undefined)));
  if (!programs) throw new Error("there is no PostgreSQL in node_modules");
  const data = join(folder, "server");
  const user = serverUser([programs.postgres, data]);
  mkdirSync(data, { mode: 0o700 });
  const password = join(folder, "password");
  writeFileSync(password, "given\n");
  if (user) for (const path of [data, password]) chownSync(path, user.uid, user.gid);
  const [initdb, ...args] = [...(user?.prefix ?? []), programs.initdb];
  const made = await runProgram(initdb, [
    ...args,
    `--pgdata=${data}`,
    "--username=postgres",
    `--pwfile=${password}`,
    "--auth=scram-sha-256",
    "--locale=C",
    "--encoding=UTF8",
  ]);
  if (made.code !== 0) throw new Error(`initdb: ${made.output}`);
  const settings = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off"];
  const server = [programs.postgres, "-D", data, "-p", String(port), ...settings.flatMap((each) => ["-c", each])];
  return byHand(user?.prefix ?? [], server, join(folder, "postgres.log"));
}

/** The Synapse of the cache in the folder that Portico wrote for it, started as the note there says. */
export async function synapseByHand(folder: string, log: string): Promise<ByHand> {
  return byHand([], [await synapsePython(), "-m", "synapse.app.homeserver", "-c", "homeserver.yaml"], log, {
    cwd: folder,
    env: { PYTHONPATH: ".", PYTHONDONTWRITEBYTECODE: "1" },
  });
}

/** The LiveKit of the cache with one key. */
export async function livekitByHand(
  folder: string,
  ports: Readonly<Record<"livekit" | "tcp" | "udp", number>>,
  keys: Readonly<Record<string, string>>,
): Promise<ByHand> {
  const program = builtLivekit(openInstallation(undefined).folders.cache);
  const file = join(folder, "livekit.yaml");
  const rtc = { tcp_port: ports.tcp, udp_port: ports.udp, use_external_ip: false, node_ip: "127.0.0.1" };
  writeFileSync(file, JSON.stringify({ port: ports.livekit, bind_addresses: ["127.0.0.1"], rtc, keys }));
  chmodSync(file, 0o600);
  const started = byHand([], [program, "--config", file], join(folder, "livekit.log"));
  await waitFor("LiveKit answers", () =>
    fetch(`http://127.0.0.1:${ports.livekit}/`).then(
      ({ ok }) => ok,
      () => false,
    ),
  );
  return started;
}
