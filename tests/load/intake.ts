import { createServer } from "node:http";
import { once } from "node:events";
import { json } from "./ask.ts";
import { type Member, openCompany } from "./company.ts";
import type { Bench } from "./installation.ts";
import type { Measurement } from "./measurement.ts";
import { createSender } from "./talk.ts";

const EVENTS = 4_000;
/** Synapse puts at most so many events into a transaction. */
const PER_TRANSACTION = 100;
const BACKLOG = 2_000;
const SENDERS = 8;

/** How fast our intake stores events, against how fast this Synapse can push them to a listener that does nothing. */
export const intake: Measurement = {
  name: "intake",
  title: "Transactions from the homeserver",
  async measure(bench) {
    const members = await openCompany(bench.context);
    const ours = await storeEvents(bench);
    const bare = await pushToNobody(bench, members.slice(0, SENDERS));
    return [{ what: "transaction intake", unit: "events/s", ours, bare, goal: "at least 1" }];
  },
};

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
      sender: `@user.1:${installation.config.serverName}`,
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
async function pushToNobody(bench: Bench, senders: readonly Member[]): Promise<number> {
  const { installation, secrets, engines } = bench.context;
  await engines.find((engine) => engine.name === "appservice")?.stop();
  const send = createSender(bench);
  await Promise.all(
    senders.map(async (sender) => {
      for (let count = 0; count < BACKLOG / senders.length; count += 1) await send(sender);
    }),
  );

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
