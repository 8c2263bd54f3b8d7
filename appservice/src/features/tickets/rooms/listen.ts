import type { Context } from "../../../context.ts";
import type { Feature } from "../../../http/define.ts";
import { TRANSACTION_FIELD } from "@portico/contract/matrix.ts";
import type { TicketWriter } from "../write.ts";
import { entryIdOfEvent } from "../model.ts";

import { findAccount } from "../store.ts";
import { ticketOfRoom } from "./store.ts";

/** What is written in the rooms of a ticket with a Matrix client belongs to its record like what comes by the API. */
export const createRoomListener = ({ rooms }: Pick<Context, "rooms">, writer: TicketWriter) =>
  ({
    types: ["m.room.message"],
    handle: async ({ room_id: roomId, event_id: eventId, sender, content }, { tx, afterwards }) => {
      const body = content["body"];
      // What the outbox sent stands in the record.
      if (content[TRANSACTION_FIELD] !== undefined || typeof body !== "string" || body.trim() === "") return;
      const ticket = await ticketOfRoom(tx, roomId);
      const account = ticket && (await findAccount(tx, sender));
      if (ticket === undefined || account === undefined) return;
      const side = account.class === "guest" ? "customer" : "agent";
      const author = { userId: sender, name: { en: account.name_en, zh: account.name_zh || account.name_en } };
      await writer.write(tx, ticket.id, {
        id: entryIdOfEvent(eventId),
        kind: ticket.notes && side === "agent" ? "note" : "message",
        side,
        author,
        text: body.slice(0, 20_000),
        fromMatrix: true,
      });
      afterwards(() => rooms.wake());
    },
  }) satisfies Feature["onMatrixEvent"];
