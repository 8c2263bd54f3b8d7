import type { Context } from "../../context.ts";
import { inTransaction } from "../../db/connection.ts";
import { recordEvent } from "../../db/record-event.ts";
import { defineTimer, type Job } from "../../jobs/job.ts";
import { listDue, lockTicket, updateTicket } from "./store.ts";

const EVERY_MINUTE = "* * * * *";
const BATCH = 100;
/** Owners are reminded so long before something is due. */
const REMIND_MS = 30 * 60_000;

/** Reminds owners before something is due, and says so when it was missed. Each due time is told once. */
export const createDueTimer = ({ db }: Pick<Context, "db">): Job =>
  defineTimer("watch-tickets", EVERY_MINUTE, async (signal) => {
    const now = Date.now();
    const kinds = [
      { column: "breached_for", name: "ticket.breached", before: now },
      { column: "reminded_for", name: "ticket.reminded", before: now + REMIND_MS },
    ] as const;
    for (const { column, name, before } of kinds) {
      for (const { id } of await listDue(db, column, new Date(before), BATCH)) {
        if (signal.aborted) return;
        await inTransaction(db, async (tx) => {
          const ticket = await lockTicket(tx, id);
          const dueAt = ticket?.due_at;
          if (dueAt == null || dueAt.getTime() > before || ticket?.[column]?.getTime() === dueAt.getTime()) return;
          // What was missed needs no reminder any more.
          await updateTicket(tx, id, { reminded_for: dueAt, ...(column === "breached_for" && { [column]: dueAt }) });
          await recordEvent(tx, { kind: "system", name: "watch-tickets" }, name, {
            ticketId: id,
            dueAt: dueAt.toISOString(),
          });
        });
      }
    }
  });
