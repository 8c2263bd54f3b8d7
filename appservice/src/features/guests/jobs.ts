import type { Context } from "../../context.ts";
import { inTransaction } from "../../db/connection.ts";
import { recordEvent } from "../../db/record-event.ts";
import { defineTimer, type Job } from "../../jobs/job.ts";
import { endGuest } from "./end.ts";
import { listRunOut } from "./store.ts";

const BATCH = 20;
const EVERY_MINUTE = "* * * * *";

/**
 * Ends the accounts of guests whose time has run out. The policy has refused
 * them since that moment; this takes them out of their rooms.
 */
export const createGuestExpiry = ({ db, links, rooms }: Pick<Context, "db" | "links" | "rooms">): Job =>
  defineTimer("expire-guests", EVERY_MINUTE, async (signal) => {
    for (;;) {
      const due = await listRunOut(db, new Date(), BATCH);
      for (const guest of due) {
        await inTransaction(db, async (tx) => {
          if (!(await endGuest(tx, links, guest.userId, new Date()))) return;
          await recordEvent(tx, { kind: "system", name: "expire-guests" }, "guest.expired", { guestId: guest.id });
        });
      }
      if (due.length > 0) rooms.wake();
      if (due.length < BATCH || signal.aborted) return;
    }
  });
