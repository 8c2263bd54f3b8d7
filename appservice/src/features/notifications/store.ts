import type { Tx } from "../../db/connection.ts";
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
