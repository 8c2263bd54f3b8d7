import { TRANSACTION_FIELD } from "@portico/contract/matrix.ts";
import type { Feature } from "../../http/define.ts";
import type { TicketMail } from "../tickets/by-mail.ts";
import { entryIdOfEvent } from "../tickets/model.ts";
import { insertFile } from "./store.ts";

/** Remembers the files that agents post in the room of a ticket, so that they go out with the mail. */
export const createRoomFiles = (tickets: TicketMail) =>
  ({
    types: ["m.room.message"],
    handle: async ({ room_id: roomId, event_id: eventId, content }, { tx }) => {
      const { url, body, msgtype, info } = content;
      if (content[TRANSACTION_FIELD] !== undefined || typeof url !== "string" || typeof body !== "string") return;
      if (!["m.file", "m.image", "m.audio", "m.video"].includes(String(msgtype))) return;
      const ticket = await tickets.ticketOfRoom(tx, roomId);
      if (ticket === undefined || ticket.notes) return;
      const { mimetype, size } = Object(info) as { mimetype?: unknown; size?: unknown };
      const name = typeof content["filename"] === "string" ? content["filename"] : body;
      await insertFile(tx, {
        entry_id: entryIdOfEvent(eventId),
        position: 0,
        name: name.slice(0, 255),
        content_type: typeof mimetype === "string" ? mimetype.slice(0, 255) : "application/octet-stream",
        size: typeof size === "number" && Number.isSafeInteger(size) && size >= 0 ? Math.min(size, 2 ** 31 - 1) : 0,
        hash: null,
        url: url.slice(0, 500),
      });
    },
  }) satisfies Feature["onMatrixEvent"];
