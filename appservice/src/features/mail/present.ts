import type { EntryMail, MailOverview } from "@portico/contract/mail-schemas.ts";
import type { z } from "zod";
import type { MailMailboxRow } from "../../db/tables/mail.ts";
import type * as store from "./store.ts";

/** The bridge says that it is there every half minute. */
const AWAY_MS = 120_000;

type Result<Ask extends (...args: never[]) => Promise<unknown>> = Awaited<ReturnType<Ask>>;

interface Overview {
  readonly mailboxes: readonly MailMailboxRow[];
  readonly received: Result<typeof store.countReceived>;
  readonly waiting: Result<typeof store.countWaiting>;
  readonly refused: Result<typeof store.listRefused>;
  readonly unsent: Result<typeof store.listUnsent>;
}

export const presentOverview = (found: Overview, now: Date): z.input<typeof MailOverview> => ({
  mailboxes: found.mailboxes.map(({ address, name, type_id: typeId, problem, seen_at: seenAt }) => {
    const count = found.received.find(({ mailbox }) => mailbox === address);
    const isAway = now.getTime() - seenAt.getTime() > AWAY_MS;
    return {
      address,
      name,
      typeId,
      problem,
      state: isAway ? "away" : problem === null ? "working" : "trouble",
      seenAt: seenAt.toISOString(),
      received: count?.count ?? 0,
      lastAt: count?.last?.toISOString() ?? null,
    };
  }),
  waiting: found.waiting,
  refused: found.refused.map((row) => ({
    id: row.id,
    mailbox: row.mailbox,
    from: row.from_address ?? row.envelope.sender,
    subject: row.subject ?? "",
    reason: row.reason ?? "unreadable",
    detail: row.detail,
    at: row.received_at.toISOString(),
    admissible: row.hash !== null,
  })),
  unsent: found.unsent.map((row) => ({
    id: row.id,
    ticketId: row.ticket_id,
    number: row.number,
    to: row.recipient,
    state: row.state,
    problem: row.problem,
    at: row.created_at.toISOString(),
  })),
});

export function presentEntryMails({ received, sent, files }: Result<typeof store.listOfTicket>): EntryMail[] {
  const ids = new Set([...received, ...sent, ...files].flatMap(({ entry_id: id }) => id ?? []));
  return [...ids].map((entryId) => {
    const mail = received.find(({ entry_id: id }) => id === entryId);
    return {
      entryId,
      received:
        mail === undefined
          ? null
          : {
              id: mail.id,
              from: mail.from_address ?? "",
              auth: mail.auth,
              verified: mail.auth?.dmarc === "pass",
              matched: mail.matched,
              stranger: mail.stranger,
              leftOut: mail.left_out,
            },
      sent: sent
        .filter(({ entry_id: id }) => id === entryId)
        .map(({ id, recipient, kind, state, problem, created_at, sent_at }) => ({
          id,
          to: recipient,
          kind,
          state,
          problem,
          at: (sent_at ?? created_at).toISOString(),
        })),
      files: files
        .filter(({ entry_id: id }) => id === entryId)
        .map(({ name, content_type: contentType, size, url }) => ({ name, contentType, size, url })),
    };
  });
}
