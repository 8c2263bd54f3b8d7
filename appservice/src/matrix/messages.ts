import { z } from "zod";
import type { MessageSender } from "./ports.ts";
import type { MatrixTransport } from "./transport.ts";

const Answer = z.looseObject({ event_id: z.string() });

/** Sends with the caller's transaction id, so that a repeat after a lost answer is the same event. */
export function createMessageSender(transport: MatrixTransport): MessageSender {
  return {
    async send({ roomId, sender, type, content, transactionId, timestamp }) {
      const segments = [roomId, "send", type, transactionId].map(encodeURIComponent).join("/");
      const answer = await transport.request({
        method: "PUT",
        path: `/_matrix/client/v3/rooms/${segments}`,
        ...(sender !== undefined && { as: sender }),
        ...(timestamp !== undefined && { query: { ts: String(timestamp) } }),
        body: content,
      });
      return Answer.parse(answer).event_id;
    },
  };
}
