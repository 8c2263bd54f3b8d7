import { sql } from "kysely";
import type { Db, DbPool } from "../../db/connection.ts";
import type { MatrixSendRow } from "../../db/tables/matrix-send.ts";
import type { RoomMessage } from "../../outbox/reactions.ts";

/** The events that follow from a domain event, in order, as they were kept. */
export const listSends = (db: Db, eventId: number): Promise<MatrixSendRow[]> =>
  db.selectFrom("matrix_send").selectAll().where("event_id", "=", eventId).orderBy("ordinal").execute();

/** Keeps the events as they shall be sent, whoever asks again. */
export async function insertSends(db: Db, eventId: number, messages: readonly RoomMessage[]): Promise<void> {
  if (messages.length === 0) return;
  await db
    .insertInto("matrix_send")
    .values(
      messages.map((message, ordinal) => ({
        event_id: eventId,
        ordinal,
        room_id: message.roomId,
        sender: message.sender ?? null,
        type: message.type ?? "m.room.message",
        content: JSON.stringify(message.content),
        transaction_id: `portico-outbox-${eventId}-${ordinal}`,
      })),
    )
    .onConflict((conflict) => conflict.columns(["event_id", "ordinal"]).doNothing())
    .execute();
}

/** Notes what the homeserver answered. */
export async function markSent(db: DbPool, transactionId: string, matrixEventId: string): Promise<void> {
  await db
    .updateTable("matrix_send")
    .set({ matrix_event_id: matrixEventId, sent_at: sql<Date>`now()` })
    .where("transaction_id", "=", transactionId)
    .execute();
  // The event may have come back already. Looked for when its id can be seen: whatever comes later finds it there.
  await sql`
    UPDATE matrix_send AS send SET acknowledged_at = came.received_at FROM inbox_event AS came
    WHERE send.transaction_id = ${transactionId} AND came.event_id = send.matrix_event_id
      AND send.acknowledged_at IS NULL`.execute(db);
}

/** Notes which of our events came back from the homeserver. */
export async function markAcknowledged(db: Db, matrixEventIds: readonly string[]): Promise<void> {
  await db
    .updateTable("matrix_send")
    .set({ acknowledged_at: sql<Date>`now()` })
    .where("matrix_event_id", "=", sql<string>`ANY(${matrixEventIds}::text[])`)
    .where("acknowledged_at", "is", null)
    .execute();
}
