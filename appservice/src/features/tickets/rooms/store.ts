import { sql } from "kysely";
import type { Db, Tx } from "../../../db/connection.ts";
import type { TicketRow } from "../../../db/tables/ticket.ts";

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

type Wanted = Pick<TicketRow, "id" | "number" | "title" | "customer_id">;

async function wantRoom(tx: Tx, key: string, name: { en: string; zh: string }, customerId: string | null) {
  await tx
    .insertInto("managed_room")
    .values({
      key,
      room_id: null,
      kind: "room",
      purpose: "customer",
      name_en: name.en,
      name_zh: name.zh,
      topic: null,
      parent_key: null,
      department_id: null,
      customer_id: customerId,
    })
    .onConflict((conflict) => conflict.column("key").doNothing())
    .execute();
}

async function wantMembers(tx: Tx, key: string, sourceId: string, members: ReadonlyMap<string, number>): Promise<void> {
  await tx
    .deleteFrom("wanted_membership")
    .where("room_key", "=", key)
    .where("source", "=", "guest")
    .where("source_id", "=", sourceId)
    .where("user_id", "not in", ["", ...members.keys()])
    .execute();
  if (members.size === 0) return;
  await tx
    .insertInto("wanted_membership")
    .values(
      [...members].map(([userId, power]) => ({
        room_key: key,
        user_id: userId,
        source: "guest" as const,
        source_id: sourceId,
        power,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Wants the room of a ticket, with its customer and the agents at work on it. */
export async function wantTicketRoom(
  tx: Tx,
  ticket: Wanted,
  requesterId: string,
  agents: readonly string[],
): Promise<void> {
  const key = roomKey(ticket.id);
  const name = `${ticket.number} ${ticket.title}`;
  await wantRoom(tx, key, { en: name, zh: name }, ticket.customer_id);
  const members = new Map<string, number>([[requesterId, 0]]);
  for (const agent of agents) members.set(agent, AGENT_POWER);
  await wantMembers(tx, key, `ticket-${ticket.id}`, members);
}

/** Wants the room of the notes, where no outsider ever is. */
export async function wantNotesRoom(tx: Tx, ticket: Wanted, agents: readonly string[]): Promise<void> {
  const key = notesKey(ticket.id);
  const { number, title } = ticket;
  await wantRoom(tx, key, { en: `Notes on ${number} ${title}`, zh: `${number} 内部备注 ${title}` }, null);
  await wantMembers(tx, key, `ticket-${ticket.id}`, new Map(agents.map((agent) => [agent, AGENT_POWER])));
}

export const hasRoom = async (db: Db, key: string): Promise<boolean> =>
  (await db.selectFrom("managed_room").select("key").where("key", "=", key).executeTakeFirst()) !== undefined;

/** Everybody reads and nobody writes, or writing goes on. */
export async function archiveRooms(tx: Tx, ticketId: string, archivedAt: Date | null): Promise<void> {
  await tx
    .updateTable("managed_room")
    .set({ archived_at: archivedAt })
    .where("key", "in", [roomKey(ticketId), notesKey(ticketId)])
    .execute();
}

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
