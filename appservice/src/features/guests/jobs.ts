import type { Context } from "../../context.ts";
import { inTransaction } from "../../db/connection.ts";
import { recordEvent } from "../../db/record-event.ts";
import { Loop } from "../../jobs/loop.ts";
import { endGuest } from "./end.ts";
import { listRunOut } from "./store.ts";

const BATCH = 20;
const REST_MS = 30_000;

/**
 * Ends the accounts of guests whose time has run out. The policy has refused
 * them since that moment; this takes them out of their rooms.
 */
export function createGuestExpiry({ db, links, log, rooms }: Context): Loop {
  async function step(): Promise<boolean> {
    const due = await listRunOut(db, new Date(), BATCH);
    for (const guest of due) {
      await inTransaction(db, async (tx) => {
        if (!(await endGuest(tx, links, guest.userId, new Date()))) return;
        await recordEvent(tx, { kind: "system", name: "expire-guests" }, "guest.expired", { guestId: guest.id });
      });
    }
    if (due.length > 0) rooms.wake();
    return due.length === BATCH;
  }

  return new Loop({ name: "expire-guests", step, restMs: REST_MS, log });
}
