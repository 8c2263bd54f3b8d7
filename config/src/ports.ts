import { createSocket } from "node:dgram";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { createServer } from "node:net";
import { commandOf } from "./processes/process-id.ts";

/** A port that an engine is about to listen on. */
export interface PortClaim {
  readonly port: number;
  readonly host: string;
  readonly protocol: "tcp" | "udp";
  /** The key of `portico.yaml` that sets it. */
  readonly key: string;
}

/** The claims that somebody else holds, each in words with the holder and the remedy. */
export async function busyPorts(claims: readonly PortClaim[]): Promise<string[]> {
  const busy = await Promise.all(
    claims.map(async (claim) => {
      const fault = await tryPort(claim);
      if (fault === undefined) return undefined;
      const where = `${claim.protocol.toUpperCase()} port ${claim.port}`;
      if (fault === "EADDRINUSE")
        return `${where} (${claim.key}) is used by ${holderOf(claim) ?? "a program of another user"}. Stop it, or set ${claim.key} to a free port.`;
      if (fault === "EACCES")
        return `${where} (${claim.key}) may be used by root only. Set ${claim.key} to a port above 1023.`;
      return `${where} (${claim.key}) cannot be used on ${claim.host}: ${fault}. Change the host or the port.`;
    }),
  );
  return busy.filter((text) => text !== undefined);
}

/** Binds and lets go; resolves to the error code when that fails. */
function tryPort({ port, host, protocol }: PortClaim): Promise<string | undefined> {
  return new Promise((resolve) => {
    const failed = (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message);
    if (protocol === "udp") {
      const socket = createSocket(host.includes(":") ? "udp6" : "udp4");
      socket.once("error", failed).bind(port, host, () => socket.close(() => resolve(undefined)));
    } else {
      const server = createServer();
      server
        .once("error", failed)
        .listen({ port, host, exclusive: true }, () => server.close(() => resolve(undefined)));
    }
  });
}

/** Which program holds a port, by the socket tables of `/proc`; undefined when its user hides it. */
export function holderOf({ port, protocol }: Pick<PortClaim, "port" | "protocol">): string | undefined {
  const inodes = new Set(
    [protocol, `${protocol}6`].flatMap((table) =>
      readFileSync(`/proc/net/${table}`, "utf8")
        .split("\n")
        .slice(1)
        .map((row) => row.trim().split(/\s+/))
        .filter((row) => parseInt(row[1]?.split(":")[1] ?? "", 16) === port)
        // 0A is LISTEN, 07 an unconnected UDP socket (include/net/tcp_states.h of the kernel).
        .filter((row) => row[3] === "0A" || row[3] === "07")
        .map((row) => `socket:[${row[9]}]`),
    ),
  );
  for (const name of readdirSync("/proc")) {
    const pid = Number(name);
    if (Number.isInteger(pid) && openFiles(pid).some((target) => inodes.has(target)))
      return `process ${pid} (${commandOf(pid) ?? "name unknown"})`;
  }
  return undefined;
}

/** Processes of other users, and those that end meanwhile, show nothing. */
function openFiles(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).map((descriptor) => readLink(`/proc/${pid}/fd/${descriptor}`));
  } catch {
    return [];
  }
}

function readLink(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return "";
  }
}

/** Free TCP ports on the loopback address, for tests; each was free at the moment of asking. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((resolve, reject) => {
          server.once("error", reject).listen(0, "127.0.0.1", () => {
            const address = server.address();
            if (address === null || typeof address === "string") reject(new Error("a TCP listener has no port"));
            else resolve(address.port);
          });
        }),
    ),
  );
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
