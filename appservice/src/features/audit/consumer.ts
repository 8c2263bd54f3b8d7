import type { DatabaseConsumer } from "../../outbox/consumer.ts";
import { CHAIN_START, hashEntry } from "./chain.ts";
import { findKnown, findLastHash, insertEntries, type NewAuditEntry } from "./store.ts";

/** Keeps every event in the audit log, once, each chained to the one before. */
export const auditConsumer: DatabaseConsumer = {
  kind: "database",
  name: "audit",
  wants: "all",
  async apply(tx, events) {
    let hash = (await findLastHash(tx)) ?? CHAIN_START;
    // Handed over once more by an operator: the log has it.
    const known = await findKnown(
      tx,
      events.map((event) => event.id),
    );
    const entries = events
      .filter((event) => !known.has(event.id))
      .map((event): NewAuditEntry => {
        const entry = {
          eventId: event.id,
          name: event.name,
          actor: event.actor,
          subject: event.stream,
          payload: event.payload,
          at: event.at,
        };
        hash = hashEntry(hash, entry);
        return { ...entry, hash };
      });
    if (entries.length > 0) await insertEntries(tx, entries);
  },
};
