import type { Db } from "../../db/connection.ts";
import type { RecordedEvent } from "../../outbox/consumer.ts";
import type { Change, Notice, Outbox, RoomMessage } from "../../outbox/reactions.ts";
import { entriesBefore, findRoom, notesKey, roomKey, ticketOfRoom } from "./rooms/store.ts";
import { findAccount, findEntry, findTicket } from "./store.ts";

const agents = ["admin", "department_head", "sales", "support_agent", "auditor"] as const;

type About = { readonly payload: { readonly ticketId: string } };

/** The desk sees every change. */
async function forDesk({ payload: { ticketId } }: About, db: Db): Promise<Change[]> {
  const ticket = await findTicket(db, ticketId);
  const owner = ticket?.owner_id ?? null;
  return [
    { topic: "tickets", ids: [ticketId], roles: agents },
    ...(owner === null ? [] : [{ topic: "inbox" as const, users: [owner] }]),
  ];
}

/** So do the customer and the lead of the company's people; a note is no change for them. */
async function forBoth(event: About, db: Db): Promise<Change[]> {
  const { ticketId } = event.payload;
  const ticket = await findTicket(db, ticketId);
  const users = ticket?.requester_id == null ? [] : [ticket.requester_id];
  return [...(await forDesk(event, db)), { topic: "requests", ids: [ticketId], users, roles: ["customer_lead"] }];
}

type Told = "ticket.assigned" | "ticket.asked" | "ticket.answered" | "ticket.reminded" | "ticket.breached";

async function tell(kind: Told, ticketId: string, db: Db, userId?: string | null): Promise<Notice[]> {
  const ticket = await findTicket(db, ticketId);
  const to = userId ?? (kind === "ticket.answered" ? ticket?.requester_id : ticket?.owner_id);
  if (ticket === undefined || to == null) return [];
  return [{ kind, userId: to, fields: { ticketId, number: ticket.number, title: ticket.title } }];
}

/** An entry as Matrix message, in the name of its author where the author has an account. */
async function messageOf(entryId: string, roomId: string, db: Db): Promise<RoomMessage[]> {
  const entry = await findEntry(db, entryId);
  if (entry === undefined) return [];
  const author = entry.author_id === null ? undefined : await findAccount(db, entry.author_id);
  const text = author === undefined ? `${entry.author_en}: ${entry.text}` : entry.text;
  return [
    {
      roomId,
      ...(author !== undefined && { sender: author.user_id }),
      content: { msgtype: author === undefined ? "m.notice" : "m.text", body: text },
    },
  ];
}

/** Entries that are written while the room exists; those before it go in when it is made. */
const mirror =
  (keyOf: (ticketId: string) => string) =>
  async (event: RecordedEvent<"ticket.asked" | "ticket.answered" | "ticket.noted">, db: Db): Promise<RoomMessage[]> => {
    const room = await findRoom(db, keyOf(event.payload.ticketId));
    if (room === undefined || event.id < room.createdEvent) return [];
    return messageOf(event.payload.entryId, room.roomId, db);
  };

async function fillRoom({ id, payload }: RecordedEvent<"room.created">, db: Db): Promise<RoomMessage[]> {
  const ticket = await ticketOfRoom(db, payload.roomId);
  if (ticket === undefined) return [];
  const messages: RoomMessage[] = [];
  for (const { entryId } of await entriesBefore(db, ticket.id, id)) {
    const entry = await findEntry(db, entryId);
    if (entry === undefined || (entry.kind === "note") !== ticket.notes) continue;
    // People who are not in the room yet are spoken for by the bot.
    const words = `${entry.author_en}: ${entry.text}`;
    messages.push({ roomId: payload.roomId, content: { msgtype: "m.notice", body: words } });
  }
  return messages;
}

export const ticketReactions: Outbox = {
  "ticket.received": { changes: forBoth },
  "ticket.asked": {
    changes: forBoth,
    notices: ({ payload }, db) => tell("ticket.asked", payload.ticketId, db),
    messages: mirror(roomKey),
  },
  "ticket.answered": {
    changes: forBoth,
    notices: ({ payload }, db) => tell("ticket.answered", payload.ticketId, db),
    messages: mirror(roomKey),
  },
  "ticket.noted": { changes: forDesk, messages: mirror(notesKey) },
  "ticket.changed": { changes: forBoth },
  "ticket.assigned": {
    changes: async (event, db) => {
      const { from } = event.payload;
      return [...(await forBoth(event, db)), ...(from === null ? [] : [{ topic: "inbox" as const, users: [from] }])];
    },
    notices: ({ actor, payload }, db) =>
      payload.to === null || payload.to === actor ? [] : tell("ticket.assigned", payload.ticketId, db, payload.to),
  },
  "ticket.merged": { changes: forBoth },
  "ticket.rated": { changes: forBoth },
  "ticket.reminded": {
    changes: forDesk,
    notices: ({ payload }, db) => tell("ticket.reminded", payload.ticketId, db),
  },
  "ticket.breached": {
    changes: forDesk,
    notices: ({ payload }, db) => tell("ticket.breached", payload.ticketId, db),
  },
  "ticket.type-saved": { changes: () => [{ topic: "tickets", roles: agents }] },
  "room.created": { messages: fillRoom },
};
