import { TRANSACTION_FIELD } from "@portico/contract/matrix.ts";
import type { DbPool } from "../../db/connection.ts";
import type { MatrixSendRow } from "../../db/tables/matrix-send.ts";
import type { OutsideConsumer } from "../../outbox/consumer.ts";
import { namesWith, type Outbox, reactTo } from "../../outbox/reactions.ts";
import type { MessageSender } from "../ports.ts";
import { insertSends, listSends, markSent } from "./store.ts";

/**
 * Sends in Matrix what follows from events, exactly once. The homeserver
 * remembers transaction ids of application services for half an hour, in
 * memory, so whenever an earlier attempt may have come through, the room itself
 * is looked at first: every event carries its transaction id in its content.
 */
export function createMatrixConsumer(
  db: DbPool,
  messages: MessageSender,
  outboxes: readonly Outbox[],
): OutsideConsumer {
  async function send(row: MatrixSendRow, mayBeThere: boolean): Promise<void> {
    const event = {
      roomId: row.room_id,
      ...(row.sender !== null && { sender: row.sender }),
      type: row.type,
      content: { ...row.content, [TRANSACTION_FIELD]: row.transaction_id },
      transactionId: row.transaction_id,
    };
    const there = mayBeThere ? await messages.find(event, row.prepared_at) : undefined;
    await markSent(db, row.transaction_id, there ?? (await messages.send(event)));
  }

  return {
    kind: "outside",
    name: "matrix",
    wants: namesWith(outboxes, "messages"),
    async deliver(event) {
      const kept = await listSends(db, event.id);
      if (kept.length === 0) await insertSends(db, event.id, await reactTo(outboxes, "messages", event, db));
      for (const row of kept.length === 0 ? await listSends(db, event.id) : kept) await send(row, kept.length > 0);
    },
  };
}
