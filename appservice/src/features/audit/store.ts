import type { Db, Tx } from "../../db/connection.ts";
import type { ChainedEntry } from "./chain.ts";

export interface NewAuditEntry extends ChainedEntry {
  readonly hash: string;
}

/** The end of the chain, or undefined when it is empty. */
export async function findLastHash(db: Db): Promise<string | undefined> {
  const row = await db.selectFrom("audit_entry").select("hash").orderBy("id", "desc").limit(1).executeTakeFirst();
  return row?.hash;
}

export async function insertEntries(tx: Tx, entries: readonly NewAuditEntry[]): Promise<void> {
  await tx
    .insertInto("audit_entry")
    .values(
      entries.map(({ eventId, name, actor, subject, payload, at, hash }) => ({
        event_id: eventId,
        name,
        actor,
        subject,
        payload: JSON.stringify(payload),
        at,
        hash,
      })),
    )
    .execute();
}
