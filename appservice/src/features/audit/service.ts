import type { LocalizedText } from "@portico/contract/common.ts";
import type { Context } from "../../context.ts";
import { inTransaction } from "../../db/connection.ts";
import { recordEvent } from "../../db/record-event.ts";
import { AppError } from "../../errors.ts";
import type { Actor } from "../../policy/actor.ts";
import { CHAIN_START, hashEntry } from "./chain.ts";
import { mentionsOf } from "./mentions.ts";
import { type AuditFilter, type AuditRecord, listEntries, listEntriesAfter, namesOf } from "./store.ts";

interface AuditQuery {
  readonly actor?: string | undefined;
  readonly name?: string | undefined;
  readonly subject?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

const CHECK_BATCH = 5_000;

/** The read side of the audit log. */
export function createAuditService({ db }: Pick<Context, "db">) {
  /** Who reads is recorded before anything is shown. */
  async function search(actor: Actor, { cursor, limit, from, to, ...rest }: AuditQuery) {
    if (from !== undefined && to !== undefined && Date.parse(from) >= Date.parse(to)) {
      throw new AppError("TIME_SPAN_INVALID", { from, to });
    }
    const filter: AuditFilter = {
      ...rest,
      from: from === undefined ? undefined : new Date(from),
      to: to === undefined ? undefined : new Date(to),
      before: cursor === undefined ? undefined : Number(cursor),
    };
    await inTransaction(db, (tx) =>
      recordEvent(tx, actor, "audit.searched", {
        actor: rest.actor ?? null,
        name: rest.name ?? null,
        subject: rest.subject ?? null,
        from: from ?? null,
        to: to ?? null,
        before: cursor ?? null,
      }),
    );
    const rows = await listEntries(db, filter, limit + 1);
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    const named = items.flatMap(({ name, subject, payload }) => [
      subject,
      ...mentionsOf(name, payload).map((mention) => mention.subject),
    ]);
    const names = await namesOf(db, [...new Set(named)]);
    return {
      items: items.map((record) => present(record, names)),
      nextCursor: rows.length > limit && last !== undefined ? String(last.id) : null,
    };
  }

  /** Computes every hash anew, in pieces, so that a long log does not fill the memory. */
  async function checkChain(actor: Actor) {
    await inTransaction(db, (tx) => recordEvent(tx, actor, "audit.checked", {}));
    let hash = CHAIN_START;
    let after = 0;
    let entries = 0;
    for (;;) {
      const rows = await listEntriesAfter(db, after, CHECK_BATCH);
      for (const row of rows) {
        hash = hashEntry(hash, { ...row, eventId: row.event_id });
        entries += 1;
        after = row.id;
        if (hash !== row.hash) return { entries, intact: false, brokenAt: row.id, lastHash: row.hash };
      }
      if (rows.length < CHECK_BATCH) break;
    }
    return { entries, intact: true, brokenAt: null, lastHash: entries === 0 ? null : hash };
  }

  return { search, checkChain };
}

const present = (
  { id, at, name, actor, actor_name_en, actor_name_zh, subject, payload, hash }: AuditRecord,
  names: ReadonlyMap<string, LocalizedText>,
) => ({
  id,
  at: at.toISOString(),
  name,
  actor,
  actorName: actor_name_en === null ? null : { en: actor_name_en, zh: actor_name_zh ?? "" },
  subject,
  subjectName: names.get(subject) ?? null,
  payload,
  names: Object.fromEntries(
    mentionsOf(name, payload).flatMap((mention) => {
      const known = names.get(mention.subject);
      return known === undefined ? [] : [[mention.id, known]];
    }),
  ),
  hash,
});
