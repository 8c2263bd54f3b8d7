import type { Tx } from "../../../db/connection.ts";
import type { TicketQueueRow } from "../../../db/tables/ticket.ts";
import { type Agent, lastAgentOf, listAgents, takeTurn } from "./store.ts";

/** Chooses who works on a new ticket: who did last for this customer, else by the rule of the queue. */
export async function routeTicket(tx: Tx, queue: TicketQueueRow, requesterId: string | null): Promise<string | null> {
  const members = (await listAgents(tx)).filter(({ role }) => queue.roles.includes(role));
  if (members.length === 0 || queue.routing === "none") return null;
  const last = requesterId === null ? null : await lastAgentOf(tx, requesterId);
  if (members.some(({ userId }) => userId === last)) return last;
  const turn = await takeTurn(tx, queue);
  return chooseAgent(members, queue.routing, turn)?.userId ?? null;
}

/** By turns, or the one with the fewest open tickets; among equals by turns. */
export function chooseAgent(
  members: readonly Agent[],
  routing: TicketQueueRow["routing"],
  turn: number,
): Agent | undefined {
  if (routing === "none" || members.length === 0) return undefined;
  if (routing === "round-robin") return members[turn % members.length];
  const least = Math.min(...members.map(({ open }) => open));
  const free = members.filter(({ open }) => open === least);
  return free[turn % free.length];
}
