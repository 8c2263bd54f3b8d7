import type { DatabaseConsumer } from "../../outbox/consumer.ts";
import { CHAIN_START, hashEntry } from "./chain.ts";
import { findLastHash, insertEntries, type NewAuditEntry } from "./store.ts";

/** Keeps every event in the audit log, once, each chained to the one before. */
export const auditConsumer: DatabaseConsumer = {
  kind: "database",
  name: "audit",
  wants: "all",
  async apply(tx, events) {
    let hash = (await findLastHash(tx)) ?? CHAIN_START;
    const entries = events.map((event): NewAuditEntry => {
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
    await insertEntries(tx, entries);
  },
};
