import type { DatabaseConsumer } from "../../outbox/consumer.ts";
import { namesWith, type Outbox, reactTo } from "../../outbox/reactions.ts";
import { insertChanges } from "./store.ts";

/** Writes down what open windows shall read anew, in one order for all of them. */
export const createLiveConsumer = (outboxes: readonly Outbox[]): DatabaseConsumer => ({
  kind: "database",
  name: "live",
  wants: namesWith(outboxes, "changes"),
  async apply(tx, events) {
    for (const event of events) await insertChanges(tx, await reactTo(outboxes, "changes", event, tx));
  },
});
