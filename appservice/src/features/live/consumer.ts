import type { DatabaseConsumer } from "../../outbox/consumer.ts";
import { type Change, namesWith, type Outbox, reactTo } from "../../outbox/reactions.ts";
import { insertChanges } from "./store.ts";

/** Writes down what open windows shall read anew, in one order for all of them. */
export const createLiveConsumer = (outboxes: readonly Outbox[]): DatabaseConsumer => ({
  kind: "database",
  name: "live",
  wants: namesWith(outboxes, "changes"),
  async apply(tx, events) {
    const changes: Change[] = [];
    for (const event of events) changes.push(...(await reactTo(outboxes, "changes", event, tx)));
    // All at once: one statement for each fell behind at fifty events a second on a busy machine.
    await insertChanges(tx, changes);
  },
});
