import { createServer } from "node:http";
import { once } from "node:events";

/** Tells at `/health` whether the bridges have begun and what stands in their way. */
export async function openHealth(
  { host, port }: { readonly host: string; readonly port: number },
  state: () => { readonly ready: boolean; readonly problems: readonly string[] },
): Promise<{ close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    const { ready, problems } = state();
    const found = request.url === "/health";
    response.writeHead(found ? (ready ? 200 : 503) : 404, { "content-type": "application/json" });
    response.end(JSON.stringify(found ? { status: ready ? "ok" : "starting", problems } : {}));
  });
  server.listen(port, host);
  await once(server, "listening");
  return {
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
