import type { Context } from "../../context.ts";
import { inTransaction } from "../../db/connection.ts";
import { recordEvent } from "../../db/record-event.ts";
import { defineTimer, type Job } from "../../jobs/job.ts";
import { endGuest } from "./end.ts";
import { listRunOut } from "./store.ts";

const BATCH = 20;
const EVERY_MINUTE = "* * * * *";
/** A clock that was an hour ahead must not end for good what has an hour to go. */
const GRACE_MS = 2 * 3_600_000;

/**
 * Ends the accounts of guests whose time has run out. API, links and policy
 * have refused them since that moment; this, which cannot be taken back, takes
 * them out of their rooms two hours later.
 */
export const createGuestExpiry = ({ db, links, rooms }: Pick<Context, "db" | "links" | "rooms">): Job =>
  defineTimer("expire-guests", EVERY_MINUTE, async (signal) => {
    for (;;) {
      const due = await listRunOut(db, new Date(Date.now() - GRACE_MS), BATCH);
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
