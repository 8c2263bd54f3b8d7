import { createServer } from "node:http";
import { once } from "node:events";
import { json, type Member } from "./company.ts";
import type { Bench } from "./installation.ts";
import type { Row } from "./rows.ts";

const EVENTS = 4_000;
/** Synapse puts at most so many events into a transaction. */
const PER_TRANSACTION = 100;
const BACKLOG = 2_000;
const SENDERS = 8;

/** How fast our intake stores events, against how fast this Synapse can push them to a listener that does nothing. */
export async function benchIntake(bench: Bench): Promise<Row> {
  const ours = await storeEvents(bench);
  const bare = await pushToNobody(bench);
  return { what: "transaction intake", unit: "events/s", ours, bare, goal: "at least 1" };
}

async function storeEvents({ context }: Bench): Promise<number> {
  const { installation, secrets } = context;
  const run = Date.now();
  const start = performance.now();
  // One transaction at a time, as the homeserver does it.
  for (let first = 0; first < EVENTS; first += PER_TRANSACTION) {
    const events = Array.from({ length: PER_TRANSACTION }, (_, index) => ({
      event_id: `$bench-${run}-${first + index}`,
      room_id: `!bench-${index % 20}`,
      type: "org.portico.bench",
      sender: `@p1:${installation.config.serverName}`,
      origin_server_ts: run,
      content: { body: "x".repeat(200) },
    }));
    await json(
      `${installation.urls.appservice}/_matrix/app/v1/transactions/bench-${run}-${first}`,
      "PUT",
      secrets.hsToken,
      { events },
    );
  }
  return EVENTS / ((performance.now() - start) / 1000);
}

/** Stops the application service, lets a backlog grow and takes it with a server that answers at once. */
async function pushToNobody({ context, members }: Bench): Promise<number> {
  const { installation, secrets, engines } = context;
  await engines.find((engine) => engine.name === "appservice")?.stop();
  await sendBacklog(installation.urls.homeserver, members);

  let received = 0;
  let firstAt = 0;
  const arrived = Promise.withResolvers<number>();
  const sink = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      response.setHeader("content-type", "application/json").end("{}");
      if (!request.url?.startsWith("/_matrix/app/v1/transactions/")) return;
      const { events } = JSON.parse(Buffer.concat(chunks).toString()) as { events: unknown[] };
      // The clock starts with the first transaction, so that the back-off before it does not count.
      if (firstAt === 0) firstAt = performance.now();
      else received += events.length;
      if (received >= BACKLOG - 2 * PER_TRANSACTION) arrived.resolve(received / ((performance.now() - firstAt) / 1000));
    });
  });
  sink.listen(installation.config.appservice.port, "127.0.0.1");
  await once(sink, "listening");
  try {
    await json(
      `${installation.urls.homeserver}/_matrix/client/v1/appservice/portico/ping`,
      "POST",
      secrets.asToken,
      {},
    );
    return await arrived.promise;
  } finally {
    sink.closeAllConnections();
    sink.close();
  }
}

async function sendBacklog(homeserver: string, members: readonly Member[]): Promise<void> {
  const run = Date.now();
  await Promise.all(
    members.slice(0, SENDERS).map(async ({ accessToken, roomId }, sender) => {
      for (let count = 0; count < BACKLOG / SENDERS; count += 1) {
        const path = `rooms/${encodeURIComponent(roomId)}/send/m.room.message/${run}-${sender}-${count}`;
        await json(`${homeserver}/_matrix/client/v3/${path}`, "PUT", accessToken, {
          msgtype: "m.text",
          body: "waiting",
        });
      }
    }),
  );
}
