import { z } from "zod";
import type { AskModule } from "../policy/ask-module.ts";
import type { TimelineReader } from "./ports.ts";
import { APPLICATION_SERVICE, MatrixRefusal, type MatrixTransport } from "./transport.ts";

const Page = z.object({
  position: z.int(),
  events: z.array(z.object({ event_id: z.string(), room_id: z.string() })),
  more: z.boolean(),
});
const Event = z.looseObject({});
const Signed = z.object({
  event_id: z.string(),
  pdu: z.record(z.string(), z.unknown()),
  server_name: z.string(),
  keys: z.record(z.string(), z.string()),
});

/**
 * Synapse gives no sync to an application service's own account, so what
 * happened is asked of our module inside it, and single events of their rooms.
 */
export function createTimelineReader(transport: MatrixTransport, askModule: AskModule): TimelineReader {
  return {
    async after(position) {
      const query = position === undefined ? "" : `?after=${position}`;
      const page = Page.parse(await askModule("GET", `events${query}`));
      return {
        ...page,
        events: page.events.map(({ event_id: eventId, room_id: roomId }) => ({ eventId, roomId })),
      };
    },
    async event({ roomId, eventId }) {
      const path = `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/event/${encodeURIComponent(eventId)}`;
      try {
        return { ...Event.parse(await transport.request({ method: "GET", path })), room_id: roomId };
      } catch (error) {
        if (error instanceof MatrixRefusal && (error.status === 404 || error.status === 403)) return undefined;
        throw error;
      }
    },
    async signed(id) {
      const { event_id: eventId, pdu, server_name: serverName, keys } = Signed.parse(
        await askModule("GET", `signed?event=${encodeURIComponent(id)}`),
      );
      return { eventId, pdu, serverName, keys };
    },
    async askForDeliveries() {
      const id = encodeURIComponent(APPLICATION_SERVICE);
      await transport.request({ method: "POST", path: `/_matrix/client/v1/appservice/${id}/ping`, body: {} });
    },
  };
}
