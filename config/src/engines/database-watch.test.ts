import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { afterEach, beforeEach, expect, it } from "vitest";
import { watchDatabase } from "./database-watch.ts";

/** Of PostgreSQL's protocol 3.0: AuthenticationOk and ReadyForQuery, whatever the client said. */
const WELCOME = Buffer.from("R\0\0\0\x08\0\0\0\0Z\0\0\0\x05I", "latin1");

const connections: Socket[] = [];
const server = createServer((socket) => {
  connections.push(socket);
  socket.on("error", () => undefined).once("data", () => socket.write(WELCOME));
});
let port: number;
beforeEach(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  ({ port } = server.address() as AddressInfo);
});
afterEach(() => server.close());

/** Ends all connections; resolves when what a later one is answered has come, and so their end as well. */
async function goAway(): Promise<void> {
  for (const socket of connections.splice(0)) socket.destroy();
  const later = connect(port, "127.0.0.1");
  later.write("hello");
  await once(later, "data");
  later.destroy();
}

it("notices each time that the server came back, though it goes again before what follows is done", async () => {
  const over = new AbortController();
  let times = 0;
  const watching = watchDatabase(`postgresql://watch@127.0.0.1:${port}/any`, over.signal, async () => {
    times += 1;
    if (times === 2) over.abort();
    else await goAway();
  });
  await once(server, "connection");
  await goAway();
  await watching;
  expect(times).toBe(2);
});
