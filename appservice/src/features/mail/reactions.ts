import type { Db } from "../../db/connection.ts";
import type { MailAttachmentRow } from "../../db/tables/mail.ts";
import type { RecordedEvent } from "../../outbox/consumer.ts";
import type { Change, Notice, Outbox, RoomMessage } from "../../outbox/reactions.ts";
import type { TicketMail } from "../tickets/by-mail.ts";
import { listFiles, listOfTicket } from "./store.ts";

const agents = ["admin", "department_head", "sales", "support_agent", "auditor"] as const;

const forDesk = ({ payload: { ticketId } }: { readonly payload: { readonly ticketId: string } }): Change[] => [
  { topic: "tickets", ids: [ticketId], roles: agents },
  { topic: "mail" },
];
const forAdministrators = (): Change[] => [{ topic: "mail" }];

const messageOf = (roomId: string, { name, content_type: mimetype, size, url }: MailAttachmentRow): RoomMessage => ({
  roomId,
  content: { msgtype: mimetype.startsWith("image/") ? "m.image" : "m.file", body: name, url, info: { mimetype, size } },
});

/** What follows from mails: open windows read anew, the owner hears of what did not arrive, files stand in the room. */
export const createMailReactions = (tickets: TicketMail): Outbox => {
  async function filesOf({ id, payload }: RecordedEvent<"mail.taken">, db: Db): Promise<RoomMessage[]> {
    const room = await tickets.room(db, payload.ticketId);
    if (room === undefined || id < room.createdEvent || payload.entryId === null) return [];
    return (await listFiles(db, [payload.entryId])).map((file) => messageOf(room.roomId, file));
  }

  /** Files that came before the room was there. */
  async function fillRoom({ payload: { roomId } }: RecordedEvent<"room.created">, db: Db): Promise<RoomMessage[]> {
    const ticket = await tickets.ticketOfRoom(db, roomId);
    if (ticket === undefined || ticket.notes) return [];
    const { received } = await listOfTicket(db, ticket.id);
    const entries = received.flatMap(({ entry_id: entryId, kind }) => (kind === "message" && entryId) || []);
    return (await listFiles(db, entries)).map((file) => messageOf(roomId, file));
  }

  async function tellOwner({ payload }: RecordedEvent<"mail.failed">, db: Db): Promise<Notice[]> {
    const ticket = await tickets.find(db, payload.ticketId);
    if (ticket?.owner_id == null) return [];
    const { id: ticketId, number, title, owner_id: userId } = ticket;
    return [{ kind: "mail.failed", userId, fields: { ticketId, number, title } }];
  }

  return {
    "mail.taken": { changes: forDesk, messages: filesOf },
    "mail.queued": { changes: forDesk },
    "mail.sent": { changes: forDesk },
    "mail.retried": { changes: forDesk },
    "mail.failed": { changes: forDesk, notices: tellOwner },
    "mail.refused": { changes: forAdministrators },
    "mail.admitted": { changes: forAdministrators },
    "room.created": { messages: fillRoom },
  };
};
