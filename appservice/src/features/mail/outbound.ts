import type { Tx } from "../../db/connection.ts";
import { recordEvent } from "../../db/record-event.ts";
import type { MailMailboxRow } from "../../db/tables/mail.ts";
import type { TicketEntryRow, TicketRow } from "../../db/tables/ticket.ts";
import type { DatabaseConsumer, RecordedEvent } from "../../outbox/consumer.ts";
import type { TicketMail } from "../tickets/by-mail.ts";
import { firstName } from "../tickets/model.ts";
import type { Signer } from "./sign.ts";
import * as store from "./store.ts";
import { inLanguageOf } from "./words.ts";

interface Parts {
  readonly tickets: TicketMail;
  readonly signer: Signer;
}

/** Receipts to one address within a day: two programs that answer each other stop there. */
const MOST_RECEIPTS = 5;
const DAY_MS = 86_400_000;
const REFERENCES = 20;

/** The address that answers in a ticket go to: its requester writes by mail, or has no other way. */
export const addressOf = ({ channel, requester_id, requester_email }: TicketRow): string | null =>
  channel === "email" || requester_id === null ? requester_email : null;

/** Queues mails for what agents answer, and receipts for new requests. Notes never come here. */
export function createOutboundConsumer({ tickets, signer }: Parts): DatabaseConsumer {
  async function queue(
    tx: Tx,
    ticket: TicketRow,
    recipient: string,
    mailbox: MailMailboxRow,
    mail: { readonly entryId: string; readonly kind: "answer" | "receipt"; readonly text: string },
  ): Promise<void> {
    const id = crypto.randomUUID();
    const { messageIds, lastReceived } = await store.conversationOf(tx, ticket.id);
    const marked = `[${ticket.number}]`;
    const queued = await store.insertOutgoing(tx, {
      id,
      ticket_id: ticket.id,
      entry_id: mail.entryId,
      kind: mail.kind,
      mailbox: mailbox.address,
      recipient,
      message_id: signer.messageId(id, mailbox.address.slice(mailbox.address.lastIndexOf("@") + 1)),
      reply_to: mailbox.plus_addresses ? signer.replyAddress(mailbox.address, ticket.number) : null,
      in_reply_to: lastReceived,
      refs: messageIds.slice(-REFERENCES),
      subject: `Re: ${ticket.title
        .replace(/^(re|aw|回复|答复)\s*[:：]\s*/i, "")
        .replace(marked, "")
        .trim()} ${marked}`,
      text: mail.text,
      state: "queued",
    });
    if (queued)
      await recordEvent(tx, { kind: "system", name: "mail" }, "mail.queued", { ticketId: ticket.id, mailId: id });
  }

  /** The mailbox that a ticket is written from: the one that it came to, else the first. */
  async function mailboxFor(tx: Tx, preferred: string | null): Promise<MailMailboxRow | undefined> {
    const all = await store.listMailboxes(tx);
    return all.find(({ address }) => address === preferred) ?? all[0];
  }

  async function answered(tx: Tx, { ticketId, entryId }: { ticketId: string; entryId: string }): Promise<void> {
    const [ticket, entry] = await Promise.all([tickets.find(tx, ticketId), tickets.entry(tx, entryId)]);
    const to = ticket === undefined ? null : addressOf(ticket);
    if (ticket === undefined || to === null || entry?.kind !== "message" || entry.side !== "agent") return;
    const { mailbox: preferred } = await store.conversationOf(tx, ticket.id);
    const mailbox = await mailboxFor(tx, preferred);
    if (mailbox === undefined) return;
    const text = `${entry.text}\n\n${signatureOf(entry, mailbox)}`;
    await queue(tx, ticket, to, mailbox, { entryId, kind: "answer", text });
  }

  /** Tells the number and when to expect an answer; a program or an empty sender is told nothing. */
  async function taken(tx: Tx, { ticketId, mailId, entryId }: RecordedEvent<"mail.taken">["payload"]): Promise<void> {
    const [ticket, mail] = await Promise.all([tickets.find(tx, ticketId), store.findIncoming(tx, mailId)]);
    const to = ticket === undefined ? null : addressOf(ticket);
    if (ticket === undefined || to === null || mail?.matched !== "new" || entryId === null) return;
    if (mail.envelope.sender === "" || mail.quiet || mail.forced || mail.kind !== "message") return;
    const mailbox = await mailboxFor(tx, mail.mailbox);
    if (mailbox?.receipts !== true) return;
    if ((await store.receiptsSince(tx, to, new Date(Date.now() - DAY_MS))) >= MOST_RECEIPTS) return;
    const entry = await tickets.entry(tx, entryId);
    const say = inLanguageOf(`${ticket.title} ${entry?.text ?? ""}`);
    const expected = ticket.due_at === null ? undefined : await tickets.officeTime(tx, ticket, ticket.due_at);
    const text = say({
      en:
        `Thank you for writing. Your request has the number ${ticket.number}` +
        (expected === undefined ? "." : `; you will have an answer by ${expected}.`) +
        ` To add something, just answer this mail.\n\n${mailbox.signature || mailbox.name}`,
      zh:
        `您的来信已收到，编号为 ${ticket.number}` +
        (expected === undefined ? "。" : `，我们将在 ${expected} 之前答复。`) +
        `如需补充，直接回复本邮件即可。\n\n${mailbox.signature || mailbox.name}`,
    });
    await queue(tx, ticket, to, mailbox, { entryId, kind: "receipt", text });
  }

  return {
    kind: "database",
    name: "mail",
    wants: ["ticket.answered", "mail.taken"],
    async apply(tx, events) {
      for (const event of events) {
        if (event.name === "ticket.answered") await answered(tx, event.payload);
        if (event.name === "mail.taken") await taken(tx, event.payload);
      }
    },
  };
}

const signatureOf = (entry: TicketEntryRow, mailbox: MailMailboxRow): string => {
  const name = inLanguageOf(entry.text)({
    en: firstName({ en: entry.author_en, zh: entry.author_zh }),
    zh: entry.author_zh,
  });
  return `-- \n${name}\n${mailbox.signature || mailbox.name}`;
};
