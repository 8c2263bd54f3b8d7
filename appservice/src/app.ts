import type { Server } from "node:http";
import type { AppserviceSettings } from "@portico/config/settings.ts";
import type { Context } from "./context.ts";
import { connect, inTransaction } from "./db/connection.ts";
import { createListener } from "./db/listen.ts";
import { migrate } from "./db/migrate.ts";
import { followDirectory } from "./features/directory/follow-directory.ts";
import { ensureShippedForms } from "./features/approvals/shipped/ensure.ts";
import { auditConsumer } from "./features/audit/consumer.ts";
import { createFeatures } from "./features/index.ts";
import { createLinkService } from "./features/links/service.ts";
import { createLiveConsumer } from "./features/live/consumer.ts";
import { createLiveHub } from "./features/live/hub.ts";
import { insertChanges } from "./features/live/index.ts";
import { createNotificationsConsumer } from "./features/notifications/consumer.ts";
import { createRoomService } from "./features/rooms/service.ts";
import { createAuthenticator } from "./features/session/authenticate.ts";
import { ensureFirstAdmin } from "./first-admin.ts";
import { createServer } from "./http/server.ts";
import { createJobQueue } from "./jobs/queue.ts";
import { createLog } from "./log/logger.ts";
import { createCatchUp } from "./matrix/catch-up.ts";
import { createDispatcher } from "./matrix/dispatcher.ts";
import { createMatrixPorts } from "./matrix/gateway.ts";
import { createInboxRouter } from "./matrix/inbox.ts";
import { createIntake } from "./matrix/intake.ts";
import { createMatrixConsumer } from "./matrix/outgoing/consumer.ts";
import { createTransport } from "./matrix/transport.ts";
import { createCounters } from "./metrics/counters.ts";
import { createMetricsRouter } from "./metrics/router.ts";
import { createOutboxFeed } from "./outbox/outbox.ts";
import { createPolicyPublisher } from "./policy/publisher.ts";

const KEEP_ALIVE_MS = 90_000;

export interface App {
  readonly context: Context;
  /** Takes requests and works in the background, until `stop`. */
  listen(): Promise<void>;
  /** Finishes what is running, then lets go of everything. */
  stop(): Promise<void>;
}

/** Builds the application service from its settings: schema up to date, parts wired, nothing listening yet. */
export async function createApp(settings: AppserviceSettings): Promise<App> {
  const log = createLog(settings.log.level);
  const db = connect(settings.databaseUrl, log);
  await migrate(db, log);
  await ensureFirstAdmin(db, settings);

  const jobs = createJobQueue(settings.databaseUrl, log);
  const counters = createCounters();
  const transport = createTransport(settings, (method, status, seconds) => {
    counters.homeserverAnswered(method, status, seconds);
    if (status === 0 || status >= 500) catchUp.doubt();
  });
  const policy = createPolicyPublisher(db, settings);
  const links = createLinkService({ db, settings });
  const live = createLiveHub({ db, log });
  const parts = { settings, db, log, jobs, live, policy, links, matrix: createMatrixPorts(transport, settings) };
  const context: Context = { ...parts, rooms: createRoomService(parts) };
  const features = createFeatures(context);
  const outboxes = features.flatMap((feature) => feature.outbox ?? []);
  const onParked = () => inTransaction(db, (tx) => insertChanges(tx, [{ topic: "operations" }, { topic: "health" }]));
  const outbox = createOutboxFeed({
    db,
    log,
    onParked,
    consumers: [
      auditConsumer,
      createLiveConsumer(outboxes),
      createMatrixConsumer(db, context.matrix.messages, outboxes),
      createNotificationsConsumer(outboxes),
      ...features.flatMap((feature) => feature.consumers ?? []),
    ],
  });
  // Before anything records an event.
  await outbox.open();
  await ensureShippedForms(db);
  await inTransaction(db, (tx) => followDirectory(tx, context));
  const dispatcher = createDispatcher({ db, features, log, onParked });
  const intake = createIntake({ db, log, onStored: () => dispatcher.wake(), counters });
  const catchUp = createCatchUp({ db, timelines: context.matrix.timelines, intake, log });
  await jobs.open(features.flatMap((feature) => feature.jobs ?? []));
  const listener = createListener(
    settings.databaseUrl,
    {
      inbox: () => dispatcher.wake(),
      outbox: () => outbox.wake(),
      live: () => live.wake(),
      rooms: () => context.rooms.wake(),
      bridges: () => {
        for (const feature of features) feature.onBridgesCall?.();
      },
    },
    log,
  );
  const workers = [
    listener,
    outbox,
    dispatcher,
    catchUp,
    ...context.rooms.workers,
    ...features.flatMap((feature) => feature.workers ?? []),
  ];
  const server = createServer({
    features,
    counters,
    internal: [
      createMetricsRouter({
        counters,
        metrics: features.flatMap((feature) => feature.metrics ?? []),
        token: settings.metricsToken,
        log,
      }),
      policy.router,
      ...features.flatMap((feature) => feature.router ?? []),
      createInboxRouter({ hsToken: settings.homeserver.hsToken, intake, onRefused: () => catchUp.doubt() }),
    ],
    authenticate: createAuthenticator(db, settings),
    secureCookie: settings.webUrl.startsWith("https:"),
    log,
  });
  let listening: Server | undefined;

  return {
    context,
    async listen() {
      const { host, port } = settings.listen;
      listening = await new Promise<Server>((resolve, reject) => {
        const opened = server.listen(port, host, (error?: Error) => {
          if (error === undefined) resolve(opened);
          else reject(error);
        });
      });
      // Longer than whoever stands in front keeps a connection: it must not send into one that is just being closed.
      listening.keepAliveTimeout = KEEP_ALIVE_MS;
      log.info({ host, port }, "listening");
      for (const worker of [jobs, ...workers]) worker.start();
    },
    async stop() {
      const closed = new Promise<void>((resolve) => {
        if (listening === undefined) resolve();
        else {
          listening.close(() => resolve());
          listening.closeIdleConnections();
        }
      });
      // Open streams end with their worker, and only then has the server closed.
      await Promise.all(workers.map((worker) => worker.stop()));
      await closed;
      await jobs.stop();
      await transport.close();
      await db.destroy();
      log.info("stopped");
    },
  };
}
