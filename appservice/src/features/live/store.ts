import type { Tx } from "../../db/connection.ts";
import type { Change } from "../../outbox/reactions.ts";

export async function insertChanges(tx: Tx, changes: readonly Change[]): Promise<void> {
  if (changes.length === 0) return;
  await tx
    .insertInto("live_change")
    .values(
      changes.map(({ topic, ids, users, roles }) => ({
        topic,
        ids: JSON.stringify(ids ?? []),
        // Somebody was named: then nobody else is meant, even when only the one list is there.
        users: users === undefined ? (roles === undefined ? null : []) : [...users],
        roles: roles === undefined ? (users === undefined ? null : []) : [...roles],
      })),
    )
    .execute();
}
