import { sql } from "kysely";
import type { Db, Tx } from "../../../db/connection.ts";
import type { TicketRow } from "../../../db/tables/ticket.ts";
import { roomByKey, wantMembers, wantRoom } from "../../../rooms/index.ts";
import { isOver } from "../model.ts";

const AGENT_POWER = 50;

export const roomKey = (ticketId: string): string => `ticket:${ticketId}:room`;
export const notesKey = (ticketId: string): string => `ticket:${ticketId}:notes`;

/** The ticket that a Matrix room belongs to. */
export async function ticketOfRoom(db: Db, roomId: string): Promise<{ id: string; notes: boolean } | undefined> {
  const row = await db
    .selectFrom("managed_room")
    .select("key")
    .where("room_id", "=", roomId)
    .where("key", "like", "ticket:%")
    .executeTakeFirst();
  const match = /^ticket:([^:]+):(room|notes)$/.exec(row?.key ?? "");
  return match?.[1] === undefined ? undefined : { id: match[1], notes: match[2] === "notes" };
}

/** The Matrix room of a key and the event that told of it, or undefined while there is none. */
export async function findRoom(db: Db, key: string): Promise<{ roomId: string; createdEvent: number } | undefined> {
  const row = await db.selectFrom("managed_room").select("room_id").where("key", "=", key).executeTakeFirst();
  if (row?.room_id == null) return undefined;
  const created = await db
    .selectFrom("domain_event")
    .select("id")
    .where("stream", "=", `room:${row.room_id}`)
    .where("name", "=", "room.created")
    .executeTakeFirst();
  return { roomId: row.room_id, createdEvent: created?.id ?? 0 };
}

/** Entries whose event came before a moment in the order of events. */
export async function entriesBefore(
  db: Db,
  ticketId: string,
  eventId: number,
): Promise<{ eventId: number; entryId: string }[]> {
  const rows = await db
    .selectFrom("domain_event")
    .select(["id", sql<string>`payload->>'entryId'`.as("entryId")])
    .where("stream", "=", `ticket:${ticketId}`)
    .where("name", "in", ["ticket.asked", "ticket.answered", "ticket.noted"])
    .where("id", "<", eventId)
    .orderBy("id")
    .execute();
  return rows.map(({ id, entryId }) => ({ eventId: id, entryId }));
}

type Wanted = Pick<TicketRow, "id" | "number" | "title" | "customer_id" | "state">;

const ownerOf = ({ id }: Pick<TicketRow, "id">) => ({ kind: "ticket", id });
const leading = (agents: readonly string[]) => agents.map((userId) => ({ userId, power: AGENT_POWER }));

/** Wants the room of a ticket, with its customer and the agents at work on it; of one that is over to be read only. */
export async function wantTicketRoom(
  tx: Tx,
  ticket: Wanted,
  requesterId: string | null,
  agents: readonly string[],
): Promise<void> {
  const name = `${ticket.number} ${ticket.title}`;
  await wantRoom(tx, {
    key: roomKey(ticket.id),
    kind: "room",
    owner: ownerOf(ticket),
    name: { en: name, zh: name },
    customerId: ticket.customer_id,
    archived: isOver(ticket.state),
  });
  const members = [...(requesterId === null ? [] : [{ userId: requesterId, power: 0 }]), ...leading(agents)];
  await wantMembers(tx, roomKey(ticket.id), ownerOf(ticket), members);
}

/** Wants the room of the notes, where no outsider ever is. */
export async function wantNotesRoom(tx: Tx, ticket: Wanted, agents: readonly string[]): Promise<void> {
  const { number, title } = ticket;
  await wantRoom(tx, {
    key: notesKey(ticket.id),
    kind: "room",
    owner: ownerOf(ticket),
    name: { en: `Notes on ${number} ${title}`, zh: `${number} 内部备注 ${title}` },
    customerId: ticket.customer_id,
    archived: isOver(ticket.state),
  });
  await wantMembers(tx, notesKey(ticket.id), ownerOf(ticket), leading(agents));
}

export const hasRoom = async (db: Db, key: string): Promise<boolean> => (await roomByKey(db, key)) !== undefined;

/** Agents who wrote in a ticket. */
export async function agentsIn(db: Db, ticketId: string): Promise<string[]> {
  const rows = await db
    .selectFrom("ticket_entry")
    .innerJoin("account", "account.user_id", "ticket_entry.author_id")
    .select("account.user_id")
    .distinct()
    .where("ticket_id", "=", ticketId)
    .where("account.class", "<>", "guest")
    .where("account.ended_at", "is", null)
    .where("kind", "in", ["message", "note"])
    .execute();
  return rows.map(({ user_id }) => user_id);
}
