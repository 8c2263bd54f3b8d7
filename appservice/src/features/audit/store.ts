import type { LocalizedText } from "@portico/contract/common.ts";
import { sql } from "kysely";
import type { Db, Tx } from "../../db/connection.ts";
import type { AuditEntryRow } from "../../db/tables/audit-entry.ts";
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

/** Which of these events the log has already. */
export async function findKnown(db: Db, eventIds: readonly number[]): Promise<Set<number>> {
  const rows = await db.selectFrom("audit_entry").select("event_id").where("event_id", "in", eventIds).execute();
  return new Set(rows.map((row) => row.event_id));
}

export interface AuditFilter {
  readonly actor?: string | undefined;
  readonly name?: string | undefined;
  readonly subject?: string | undefined;
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  readonly before?: number | undefined;
}

export interface AuditRecord extends AuditEntryRow {
  readonly actor_name_en: string | null;
  readonly actor_name_zh: string | null;
}

export const listEntries = (db: Db, filter: AuditFilter, limit: number): Promise<AuditRecord[]> => {
  const { actor, name, subject, from, to, before } = filter;
  let query = db
    .selectFrom("audit_entry as entry")
    .leftJoin("account", "account.user_id", "entry.actor")
    .selectAll("entry")
    .select(["account.name_en as actor_name_en", "account.name_zh as actor_name_zh"]);
  if (actor !== undefined) query = query.where("entry.actor", "=", actor);
  if (name !== undefined) query = query.where("entry.name", "=", name);
  if (subject !== undefined) query = query.where("entry.subject", "=", subject);
  if (from !== undefined) query = query.where("entry.at", ">=", from);
  if (to !== undefined) query = query.where("entry.at", "<", to);
  if (before !== undefined) query = query.where("entry.id", "<", before);
  return query.orderBy("entry.id", "desc").limit(limit).execute();
};

export const listEntriesAfter = (db: Db, after: number, limit: number): Promise<AuditEntryRow[]> =>
  db.selectFrom("audit_entry").selectAll().where("id", ">", after).orderBy("id").limit(limit).execute();

/** The names that things have now, by what events are about or mention (`person:…`); those without one are left out. */
export async function namesOf(db: Db, subjects: readonly string[]): Promise<Map<string, LocalizedText>> {
  const { rows } = await sql<{ subject: string; en: string; zh: string }>`
    WITH asked AS (
      SELECT subject, split_part(subject, ':', 1) AS kind, substr(subject, strpos(subject, ':') + 1) AS id
      FROM unnest(${subjects}::text[]) AS subject
    )
    SELECT subject, name_en AS en, name_zh AS zh FROM asked JOIN person ON asked.kind = 'person' AND person.id = asked.id
    UNION ALL
    SELECT subject, name_en, name_zh FROM asked JOIN department ON asked.kind = 'department' AND department.id = asked.id
    UNION ALL
    SELECT subject, name_en, name_zh FROM asked JOIN project ON asked.kind = 'project' AND project.id = asked.id
    UNION ALL
    SELECT subject, name, name FROM asked JOIN guest ON asked.kind = 'guest' AND guest.id = asked.id
    UNION ALL
    SELECT subject, name_en, name_zh FROM asked JOIN managed_room ON asked.kind = 'room' AND room_id = asked.id
    UNION ALL
    SELECT subject, name_en, name_zh FROM asked JOIN customer ON asked.kind = 'customer' AND customer.id = asked.id
    UNION ALL
    SELECT subject, name_en, name_zh FROM asked JOIN account ON asked.kind = 'account' AND user_id = asked.id`.execute(
    db,
  );
  return new Map(rows.map(({ subject, en, zh }) => [subject, { en, zh }]));
}
