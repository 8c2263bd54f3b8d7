import type { DatabaseConsumer } from "../../outbox/consumer.ts";
import { namesWith, type Outbox, reactTo } from "../../outbox/reactions.ts";
import { insertChanges } from "../live/index.ts";
import { insertNotices } from "./store.ts";

/** Puts into people's bells what concerns them. */
export const createNotificationsConsumer = (outboxes: readonly Outbox[]): DatabaseConsumer => ({
  kind: "database",
  name: "notifications",
  wants: namesWith(outboxes, "notices"),
  async apply(tx, events) {
    const told = new Set<string>();
    for (const event of events) {
      const notices = await reactTo(outboxes, "notices", event, tx);
      await insertNotices(tx, event, notices);
      for (const { userId } of notices) told.add(userId);
    }
    if (told.size > 0) await insertChanges(tx, [{ topic: "notifications", users: [...told] }]);
  },
});
