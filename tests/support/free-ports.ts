import { randomInt } from "node:crypto";
import { createSocket } from "node:dgram";
import { type EventEmitter, once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { tryLock } from "@portico/config/processes/lock.ts";

/**
 * A port for each name that nobody holds now, neither for TCP nor for UDP. All
 * are held at once while they are looked for, so that no two names get the same.
 */
export async function freePorts<const Name extends string>(names: readonly Name[]): Promise<Record<Name, number>> {
  const held = await Promise.all(names.map(holdPort));
  await Promise.all(held.map(({ release }) => release()));
  return Object.fromEntries(names.map((name, index) => [name, held[index]!.port])) as Record<Name, number>;
}

const EPHEMERAL = Number.parseInt(readFileSync("/proc/sys/net/ipv4/ip_local_port_range", "utf8"), 10);
const FIRST = 10_000;
/**
 * Below what the system gives to outgoing connections (ip(7)): nobody gets one
 * by chance between the look and the use. Where it gives all, there is no such place.
 */
const LAST = EPHEMERAL > FIRST + 1_000 ? Math.min(EPHEMERAL, 32_000) : 32_000;

async function holdPort(): Promise<{ port: number; release: () => Promise<void> }> {
  for (;;) {
    const port = randomInt(FIRST, LAST);
    // Held until this process ends: tests beside ours do not get it either, though nobody may listen there yet.
    const lock = await tryLock(`test port ${port}`);
    if (lock === undefined) continue;
    const server = createServer();
    const socket = createSocket("udp4");
    const close = async () => {
      await Promise.all([
        new Promise((resolve) => server.close(resolve)),
        new Promise<void>((resolve) => socket.close(resolve)),
      ]);
    };
    const held = await Promise.all([
      succeeds(server, () => server.listen(port, "127.0.0.1")),
      succeeds(socket, () => socket.bind(port, "127.0.0.1")),
    ]);
    if (held.every(Boolean)) return { port, release: close };
    await Promise.all([close(), lock.release()]);
  }
}

const succeeds = (emitter: EventEmitter, listen: () => unknown): Promise<boolean> => {
  const listening = once(emitter, "listening").then(
    () => true,
    () => false,
  );
  listen();
  return listening;
};
