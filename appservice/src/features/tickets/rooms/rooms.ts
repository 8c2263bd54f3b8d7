import type { Tx } from "../../../db/connection.ts";
import type { TicketRow } from "../../../db/tables/ticket.ts";
import { agentsIn, hasRoom, notesKey, wantNotesRoom, wantTicketRoom } from "./store.ts";

/** Brings what is wanted of a ticket's two rooms up to date. */
export async function followTicket(tx: Tx, ticket: TicketRow, noted = false): Promise<void> {
  const agents = await agentsIn(tx, ticket.id);
  const atWork = [...new Set(ticket.owner_id === null ? agents : [ticket.owner_id, ...agents])];
  // Whoever writes by mail without an account is not in the room, and is spoken for by the bot.
  if (ticket.requester_id !== null || ticket.channel === "email") {
    await wantTicketRoom(tx, ticket, ticket.requester_id, atWork);
  }
  if (noted || (await hasRoom(tx, notesKey(ticket.id)))) await wantNotesRoom(tx, ticket, atWork);
}
