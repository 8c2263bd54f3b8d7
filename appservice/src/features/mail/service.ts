import type { Context } from "../../context.ts";
import { inTransaction } from "../../db/connection.ts";
import { recordEvent } from "../../db/record-event.ts";
import { AppError } from "../../errors.ts";
import type { Actor } from "../../policy/actor.ts";
import { can } from "../../policy/engine.ts";
import type { TicketMail } from "../tickets/by-mail.ts";
import { addressOf } from "./outbound.ts";
import { presentEntryMails, presentOverview } from "./present.ts";
import * as store from "./store.ts";

const SHOWN = 100;
const DAY_MS = 86_400_000;

/** What administrators and agents see of mail, and decide. */
export function createMailService({ db }: Pick<Context, "db">, tickets: TicketMail) {
  async function overview() {
    const [mailboxes, received, waiting, refused, unsent] = await Promise.all([
      store.listMailboxes(db),
      store.countReceived(db, new Date(Date.now() - DAY_MS)),
      store.countWaiting(db),
      store.listRefused(db, SHOWN),
      store.listUnsent(db, SHOWN),
    ]);
    return presentOverview({ mailboxes, received, waiting, refused, unsent }, new Date());
  }

  async function admit(actor: Actor, mailId: string) {
    await inTransaction(db, async (tx) => {
      const mail = await store.lockIncoming(tx, mailId);
      if (mail === undefined) throw new AppError("NOT_FOUND", { noun: "mail" });
      if (mail.state !== "refused") throw new AppError("MAIL_NOT_WAITING");
      if (mail.hash === null) throw new AppError("MAIL_INCOMPLETE");
      await store.admitIncoming(tx, mailId);
      await recordEvent(tx, actor, "mail.admitted", { mailId });
    });
    return { id: mailId };
  }

  async function retry(actor: Actor, mailId: string) {
    await inTransaction(db, async (tx) => {
      const mail = await store.lockOutgoing(tx, mailId);
      if (mail === undefined) throw new AppError("NOT_FOUND", { noun: "mail" });
      if (mail.state === "sent" || mail.state === "sending") throw new AppError("MAIL_NOT_WAITING");
      await store.setOutgoing(tx, mailId, { state: "queued", next_at: new Date(), attempts: 0, problem: null });
      await recordEvent(tx, actor, "mail.retried", { ticketId: mail.ticket_id, mailId });
    });
    return { id: mailId };
  }

  async function original(actor: Actor, mailId: string) {
    const mail = await store.findIncoming(db, mailId);
    // What is in no ticket may be anybody's letter.
    const visible = mail !== undefined && (mail.ticket_id !== null || can(actor, "mail.manage"));
    const bytes = visible ? await store.readRaw(db, mailId) : undefined;
    if (bytes === undefined) throw new AppError("NOT_FOUND", { noun: "mail" });
    return { name: `mail-${mailId.slice(0, 8)}.eml`, base64: bytes.toString("base64") };
  }

  async function ofTicket(ticketId: string) {
    const [ticket, mailboxes, found] = await Promise.all([
      tickets.find(db, ticketId),
      store.listMailboxes(db),
      store.listOfTicket(db, ticketId),
    ]);
    const answersTo = ticket === undefined || mailboxes.length === 0 ? null : addressOf(ticket);
    return { answersTo, items: presentEntryMails(found) };
  }

  return { overview, admit, retry, original, ofTicket };
}
