import type { DatabaseConsumer } from "../../outbox/consumer.ts";
import { namesWith, type Outbox, reactTo } from "../../outbox/reactions.ts";
import { insertNotices } from "./store.ts";

/** Puts into people's bells what concerns them. */
export const createNotificationsConsumer = (outboxes: readonly Outbox[]): DatabaseConsumer => ({
  kind: "database",
  name: "notifications",
  wants: namesWith(outboxes, "notices"),
  async apply(tx, events) {
    for (const event of events) await insertNotices(tx, event, await reactTo(outboxes, "notices", event, tx));
  },
});
