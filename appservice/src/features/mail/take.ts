import type { ReadMail } from "@portico/contract/mail-bridge.ts";
import type { MailKind, MailMatch, MailReason } from "@portico/contract/mail-schemas.ts";
import type { Tx } from "../../db/connection.ts";
import { recordEvent } from "../../db/record-event.ts";
import type { MailIncomingRow } from "../../db/tables/mail.ts";
import type { TicketRow } from "../../db/tables/ticket.ts";
import { deterministicId } from "../../deterministic-id.ts";
import type { TicketMail } from "../tickets/by-mail.ts";
import { isNumber } from "../tickets/model.ts";
import { both, inLanguageOf } from "./words.ts";
import type { Signer } from "./sign.ts";
import * as store from "./store.ts";
import { type Candidate, matchThread, type Sender } from "./thread.ts";

interface Parts {
  readonly tickets: TicketMail;
  readonly signer: Signer;
}

const system = { kind: "system", name: "mail" } as const;
const NUMBER = /PT-\d+-\d/gi;

/** Decides what becomes of a mail that was read, in the caller's transaction: it goes into exactly one ticket, or is refused. */
export function createTaker({ tickets, signer }: Parts) {
  const refuse = async (tx: Tx, mail: MailIncomingRow, reason: MailReason, detail: string | null): Promise<void> => {
    await store.decideIncoming(tx, mail.id, { state: "refused", reason, detail });
    await recordEvent(tx, system, "mail.refused", { mailId: mail.id, reason });
  };

  interface Taken {
    readonly kind: MailKind;
    readonly ticketId: string;
    readonly entryId: string | null;
    readonly matched: MailMatch;
    readonly stranger?: boolean;
  }

  async function taken(tx: Tx, mail: MailIncomingRow, { ticketId, entryId, ...rest }: Taken): Promise<void> {
    await store.decideIncoming(tx, mail.id, {
      ...rest,
      state: "taken",
      ticket_id: ticketId,
      entry_id: entryId,
      reason: null,
      detail: null,
    });
    if (entryId !== null) await store.moveFiles(tx, mail.id, entryId);
    await recordEvent(tx, system, "mail.taken", { ticketId, mailId: mail.id, entryId });
  }

  async function candidate(tx: Tx, ticketId: string | undefined): Promise<Candidate | undefined> {
    const ticket = ticketId === undefined ? undefined : await tickets.find(tx, ticketId);
    return ticket && candidateOf(tx, ticket);
  }

  async function candidateOf(tx: Tx, ticket: TicketRow): Promise<Candidate> {
    const people = await store.addressesIn(tx, ticket.id);
    const requester = ticket.requester_email?.toLowerCase();
    return {
      ticketId: ticket.id,
      customerId: ticket.customer_id,
      people: requester === undefined ? people : [...people, requester],
    };
  }

  async function ticketOfSigned(tx: Tx, messageIds: readonly string[]): Promise<string | undefined> {
    for (const messageId of messageIds) {
      const id = signer.ofMessageId(messageId);
      const ours = id === undefined ? undefined : await store.findOutgoing(tx, id);
      if (ours !== undefined) return ours.ticket_id;
    }
    return undefined;
  }

  /** The ticket that the mail belongs to, as far as one can tell and the sender may write there. */
  async function thread(tx: Tx, mail: MailIncomingRow, read: ReadMail, sender: Sender) {
    const ids = [...read.inReplyTo, ...read.references.toReversed()];
    const addresses = [mail.envelope.recipient, ...read.to].flatMap((each) => signer.ofAddress(each) ?? []);
    const numbers = (read.subject.match(NUMBER) ?? []).filter(isNumber);
    const byNumber = async (number: string | undefined) => {
      const found = number === undefined ? undefined : await tickets.byNumber(tx, number);
      return candidate(tx, found?.id);
    };
    const references: Candidate[] = [];
    for (const id of new Set(await store.ticketsOfReferences(tx, ids))) {
      const found = await candidate(tx, id);
      if (found !== undefined) references.push(found);
    }
    return matchThread(
      {
        signed: await candidate(tx, await ticketOfSigned(tx, ids)),
        address: await byNumber(addresses[0]),
        references,
        number: await byNumber(numbers[0]),
      },
      sender,
    );
  }

  /** A report that one of ours did not arrive is shown at that mail, and is nothing that anybody wrote. */
  async function takeBounce(tx: Tx, mail: MailIncomingRow, bounce: NonNullable<ReadMail["bounce"]>): Promise<boolean> {
    for (const messageId of bounce.messageIds) {
      const id = signer.ofMessageId(messageId);
      const ours = id === undefined ? undefined : await store.lockOutgoing(tx, id);
      if (ours === undefined) continue;
      const { ticket_id: ticketId, id: mailId, recipient } = ours;
      const problem = bounce.text;
      if (bounce.action === "failed") {
        await store.setOutgoing(tx, mailId, { state: "bounced", problem });
        await recordEvent(tx, system, "mail.failed", { ticketId, mailId, problem: `${recipient}: ${problem}` });
      } else if (bounce.action === "delayed" && ours.state === "sent") {
        await store.setOutgoing(tx, mailId, { problem });
      }
      await taken(tx, mail, { kind: "bounce", ticketId, entryId: null, matched: "signed" });
      return true;
    }
    return false;
  }

  return async function take(tx: Tx, mailId: string, read: ReadMail): Promise<void> {
    const mail = await store.lockIncoming(tx, mailId);
    // Another reading was quicker.
    if (mail === undefined || mail.state !== "stored") return;
    const { forced } = mail;
    await store.decideIncoming(tx, mail.id, {
      message_id: read.messageId,
      from_address: read.from?.address ?? mail.envelope.sender,
      from_name: read.from?.name ?? null,
      subject: read.subject,
      auth: read.auth,
      left_out: read.leftOut,
      quiet: read.quiet,
    });
    if (read.bounce !== null) {
      if (await takeBounce(tx, mail, read.bounce)) return;
      if (!forced) return refuse(tx, mail, "bounce-unknown", read.bounce.text);
    }
    const from = read.from;
    if (from === null && !forced) return refuse(tx, mail, "no-sender", null);
    const address = (from?.address ?? mail.envelope.sender) || "unknown@invalid";
    const ownMailbox = await store.findMailbox(tx, address);
    const ourId = read.messageId === null ? undefined : signer.ofMessageId(read.messageId);
    if (!forced && (ownMailbox?.active === true || ourId !== undefined)) return refuse(tx, mail, "own", address);

    const mailbox = await store.findMailbox(tx, mail.mailbox);
    if (mailbox === undefined) return refuse(tx, mail, "no-mailbox", mail.mailbox);
    // Whose domain says that the mail is not from there, is not believed to be anybody.
    const isForged = read.auth?.dmarc === "fail";
    const claimed = await tickets.guestByAddress(tx, address);
    const guest = isForged ? undefined : claimed;
    const sender = { address, customerId: claimed?.customerId ?? null, forged: isForged };
    const match = await thread(tx, mail, read, sender);
    const at = mail.received_at;
    const shown = from?.name || guest?.name || address;
    const isVerified = read.auth?.dmarc === "pass" && guest !== undefined;
    const author = { userId: isVerified ? guest.userId : null, name: both(guest?.name ?? shown) };
    const text = read.text.trim() || inLanguageOf(read.subject)({ en: "(no text)", zh: "（没有正文）" });
    const entryId = deterministicId("ticket-mail", mail.id);

    if (read.automatic !== null && !forced) {
      if (match === undefined) return refuse(tx, mail, "automatic", read.automatic);
      const words = inLanguageOf(text)({ en: "Automatic answer", zh: "自动回复" });
      await tickets.note(tx, match.ticketId, {
        id: entryId,
        name: shown,
        text: `${words}: ${read.subject}\n\n${text}`,
        at,
      });
      return taken(tx, mail, { kind: "automatic", ticketId: match.ticketId, entryId, matched: match.by });
    }
    const ticket = match && (await tickets.find(tx, match.ticketId));
    if (match !== undefined && ticket !== undefined && tickets.takesAnswers(ticket, new Date())) {
      await tickets.write(tx, ticket.id, { id: entryId, author, text, at });
      const { by: matched, stranger } = match;
      return taken(tx, mail, { kind: "message", ticketId: ticket.id, entryId, matched, stranger });
    }
    const title = read.subject.replaceAll(/\s+/g, " ").trim() || text.split("\n")[0] || "";
    const filed = await tickets.file(tx, {
      mailId: mail.id,
      typeId: mailbox.type_id,
      title: title.slice(0, 200),
      text,
      requester: { userId: guest?.userId ?? null, name: both(guest?.name ?? shown), email: address },
      author,
      customerId: guest?.customerId ?? null,
      at,
    });
    return taken(tx, mail, { kind: "message", ...filed, matched: "new" });
  };
}
