import type { Db, Tx } from "../../db/connection.ts";
import type { NoticeRow } from "../../db/tables/notice.ts";
import type { RecordedEvent } from "../../outbox/consumer.ts";
import type { Notice } from "../../outbox/reactions.ts";

/** Writes notices, each once however often its event is handed over. */
export async function insertNotices(tx: Tx, event: RecordedEvent, notices: readonly Notice[]): Promise<void> {
  if (notices.length === 0) return;
  await tx
    .insertInto("notice")
    .values(
      notices.map(({ userId, kind, fields }) => ({
        user_id: userId,
        event_id: event.id,
        kind,
        fields: JSON.stringify(fields),
        at: event.at,
      })),
    )
    .onConflict((conflict) => conflict.constraint("notice_once").doNothing())
    .execute();
}

export const listNotices = (
  db: Db,
  userId: string,
  { before, limit }: { readonly before: number | undefined; readonly limit: number },
): Promise<NoticeRow[]> =>
  db
    .selectFrom("notice")
    .selectAll()
    .where("user_id", "=", userId)
    .$if(before !== undefined, (query) => query.where("id", "<", before ?? 0))
    .orderBy("id", "desc")
    .limit(limit)
    .execute();

export async function countUnread(db: Db, userId: string): Promise<number> {
  const { unread } = await db
    .selectFrom("notice")
    .select(({ fn }) => fn.countAll<number>().as("unread"))
    .where("user_id", "=", userId)
    .where("read_at", "is", null)
    .executeTakeFirstOrThrow();
  return unread;
}

/** Marks as read; false when all of them were already. */
export async function markRead(db: Db, userId: string, upTo: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("notice")
    .set({ read_at: new Date() })
    .where("user_id", "=", userId)
    .where("id", "<=", upTo)
    .where("read_at", "is", null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
