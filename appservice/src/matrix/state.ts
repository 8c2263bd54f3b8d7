import { z } from "zod";
import type { StateAccess } from "./ports.ts";
import { MatrixRefusal, type MatrixTransport } from "./transport.ts";

const Content = z.record(z.string(), z.unknown());
const Event = z.looseObject({
  type: z.string(),
  state_key: z.string(),
  sender: z.string(),
  event_id: z.string(),
  content: Content,
});
const State = z.array(Event);
const Answer = z.looseObject({ event_id: z.string() });

export function createStateAccess(transport: MatrixTransport): StateAccess {
  const path = (roomId: string, type: string, stateKey: string) =>
    `/_matrix/client/v3/rooms/${[roomId, "state", type, stateKey].map(encodeURIComponent).join("/")}`;

  return {
    async all(roomId, as) {
      const answer = await transport.request({
        method: "GET",
        path: `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/state`,
        ...(as !== undefined && { as }),
      });
      return State.parse(answer).map(toStateEvent);
    },
    event: (roomId, type, stateKey) =>
      unlessMissing(async () => {
        const query = { format: "event" };
        return toStateEvent(
          Event.parse(await transport.request({ method: "GET", path: path(roomId, type, stateKey), query })),
        );
      }),
    get: (roomId, type, stateKey) =>
      unlessMissing(async () =>
        Content.parse(await transport.request({ method: "GET", path: path(roomId, type, stateKey) })),
      ),
    async put(roomId, type, stateKey, content) {
      const answer = await transport.request({ method: "PUT", path: path(roomId, type, stateKey), body: content });
      return Answer.parse(answer).event_id;
    },
  };
}

const toStateEvent = ({ type, state_key: stateKey, sender, event_id: eventId, content }: z.infer<typeof Event>) => ({
  type,
  stateKey,
  sender,
  eventId,
  content,
});

async function unlessMissing<Found>(ask: () => Promise<Found>): Promise<Found | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof MatrixRefusal && error.errcode === "M_NOT_FOUND") return undefined;
    throw error;
  }
}
