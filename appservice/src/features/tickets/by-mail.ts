import type { TicketPerson } from "@portico/contract/tickets-schemas.ts";
import type { Db, Tx } from "../../db/connection.ts";
import { recordEvent } from "../../db/record-event.ts";
import type { TicketEntryRow, TicketRow } from "../../db/tables/ticket.ts";
import { fileTicket } from "./intake/service.ts";
import { isOver, stateAfterCustomer } from "./model.ts";
import { findGuestByAddress, findTicketByNumber } from "./mail/store.ts";
import { findRoom, roomKey, ticketOfRoom } from "./rooms/store.ts";
import { findEntry, findQueue, findTicket, insertEntry } from "./store.ts";
import { createTicketWriter } from "./write.ts";

/** A request that came by mail. */
export interface MailRequest {
  readonly mailId: string;
  readonly typeId: string;
  readonly title: string;
  readonly text: string;
  /** Who asks: the guest with that address, or somebody without an account. */
  readonly requester: TicketPerson & { readonly email: string };
  /** Who is said to have written it; without an account where that is not certain. */
  readonly author: TicketPerson;
  readonly customerId: string | null;
  readonly at: Date;
}

/** What tickets are to mail. */
export function createTicketMail() {
  const writer = createTicketWriter();

  return {
    /** Files the request once, however often it is asked; resolves with the ids of the ticket and of its first entry. */
    async file(tx: Tx, { mailId, ...request }: MailRequest): Promise<{ ticketId: string; entryId: string }> {
      const ticketId = await fileTicket(tx, writer, {
        ...request,
        channel: "email",
        lenient: true,
        requestId: `mail ${mailId}`,
      });
      return { ticketId, entryId: writer.firstEntryId(ticketId) };
    },
    /** Adds what the customer wrote. */
    async write(tx: Tx, ticketId: string, entry: { id: string; author: TicketPerson; text: string; at: Date }) {
      await writer.write(tx, ticketId, { ...entry, kind: "message", side: "customer" });
    },
    /** Leaves a note of the mail system, which neither opens the ticket nor moves its clock. */
    async note(tx: Tx, ticketId: string, { id, name, text, at }: { id: string; name: string; text: string; at: Date }) {
      const row = { author_id: null, author_en: name, author_zh: name, change: null };
      const isNew = await insertEntry(tx, { id, ticket_id: ticketId, kind: "note", side: "system", text, at, ...row });
      if (!isNew) return;
      await recordEvent(tx, { kind: "system", name: "mail" }, "ticket.noted", { ticketId, entryId: id });
      await writer.settle(tx, ticketId, true);
    },
    /** The ticket where the conversation goes on: that with the id, or the one that it was merged into. */
    async find(db: Db, id: string): Promise<TicketRow | undefined> {
      let ticket = await findTicket(db, id);
      for (let hops = 0; ticket?.merged_into != null && hops < 10; hops += 1) {
        ticket = await findTicket(db, ticket.merged_into);
      }
      return ticket;
    },
    /** Whether the customer may still write there. */
    takesAnswers: ({ state, solved_at }: TicketRow, now: Date): boolean =>
      !isOver(state) && stateAfterCustomer(state, solved_at, now) !== null,
    /** A moment as the office of a ticket's queue writes it. */
    async officeTime(db: Db, { queue_id: queueId }: TicketRow, at: Date): Promise<string> {
      const timeZone = (await findQueue(db, queueId))?.calendar.timeZone ?? "UTC";
      const words = at.toLocaleString("sv-SE", { timeZone, dateStyle: "short", timeStyle: "short" });
      return `${words} (${timeZone})`;
    },
    byNumber: findTicketByNumber,
    guestByAddress: findGuestByAddress,
    entry: (db: Db, id: string): Promise<TicketEntryRow | undefined> => findEntry(db, id),
    /** The room of the conversation and the event that told of it, while there is one. */
    room: (db: Db, ticketId: string) => findRoom(db, roomKey(ticketId)),
    ticketOfRoom,
  };
}
export type TicketMail = ReturnType<typeof createTicketMail>;
