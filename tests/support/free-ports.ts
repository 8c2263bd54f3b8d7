import { randomInt } from "node:crypto";
import { createSocket } from "node:dgram";
import { type EventEmitter, once } from "node:events";
import { createServer } from "node:net";

/**
 * A port for each name that nobody holds now, neither for TCP nor for UDP. All
 * are held at once while they are looked for, so that no two names get the same.
 */
export async function freePorts<const Name extends string>(names: readonly Name[]): Promise<Record<Name, number>> {
  const held = await Promise.all(names.map(holdPort));
  await Promise.all(held.map(({ release }) => release()));
  return Object.fromEntries(names.map((name, index) => [name, held[index]!.port])) as Record<Name, number>;
}

/** Below what systems give to outgoing connections: nobody gets one by chance between the look and the use. */
const [FIRST, LAST] = [10_000, 32_000] as const;

async function holdPort(): Promise<{ port: number; release: () => Promise<void> }> {
  for (;;) {
    const port = randomInt(FIRST, LAST);
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
    await close();
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
