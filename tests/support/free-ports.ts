import { createSocket } from "node:dgram";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";

/**
 * A port for each name that nobody holds now, neither for TCP nor for UDP. All
 * are held at once while they are looked for, so that no two names get the same.
 */
export async function freePorts<const Name extends string>(names: readonly Name[]): Promise<Record<Name, number>> {
  const held = await Promise.all(names.map(holdPort));
  await Promise.all(held.map(({ release }) => release()));
  return Object.fromEntries(names.map((name, index) => [name, held[index]!.port])) as Record<Name, number>;
}

async function holdPort(): Promise<{ port: number; release: () => Promise<void> }> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const socket = createSocket("udp4");
  const bound = once(socket, "listening").then(
    () => true,
    () => false,
  );
  socket.bind(port, "127.0.0.1");
  const free = await bound;
  const release = async () => {
    const closed = [once(server, "close"), ...(free ? [once(socket, "close")] : [])];
    server.close();
    if (free) socket.close();
    await Promise.all(closed);
  };
  if (free) return { port, release };
  const another = await holdPort();
  await release();
  return another;
}
