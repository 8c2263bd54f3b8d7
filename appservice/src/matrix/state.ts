import { z } from "zod";
import type { StateAccess } from "./ports.ts";
import { MatrixRefusal, type MatrixTransport } from "./transport.ts";

const Content = z.record(z.string(), z.unknown());
const State = z.array(z.looseObject({ type: z.string(), state_key: z.string(), sender: z.string(), content: Content }));
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
      return State.parse(answer).map(({ type, state_key: stateKey, sender, content }) => ({
        type,
        stateKey,
        sender,
        content,
      }));
    },
    async get(roomId, type, stateKey) {
      try {
        return Content.parse(await transport.request({ method: "GET", path: path(roomId, type, stateKey) }));
      } catch (error) {
        if (error instanceof MatrixRefusal && error.errcode === "M_NOT_FOUND") return undefined;
        throw error;
      }
    },
    async put(roomId, type, stateKey, content) {
      const answer = await transport.request({ method: "PUT", path: path(roomId, type, stateKey), body: content });
      return Answer.parse(answer).event_id;
    },
  };
}
