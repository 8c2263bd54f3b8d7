import { TRANSACTION_FIELD } from "@portico/contract/matrix.ts";
import { z } from "zod";
import type { MessageSender } from "./ports.ts";
import type { MatrixTransport } from "./transport.ts";

const Answer = z.looseObject({ event_id: z.string() });
const Page = z.looseObject({
  end: z.string().optional(),
  chunk: z.array(
    z.looseObject({
      event_id: z.string(),
      origin_server_ts: z.number(),
      content: z.record(z.string(), z.unknown()),
    }),
  ),
});

const PAGE = 100;
/** Clocks of homeserver and database differ, and may have been set in between. */
const SLACK_MS = 2 * 3_600_000;

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
    async find({ roomId, sender, type, transactionId }, since) {
      const filter = JSON.stringify({ types: [type], senders: [sender ?? transport.botUserId] });
      const earliest = since.getTime() - SLACK_MS;
      let from: string | undefined;
      do {
        const { chunk, end } = Page.parse(
          await transport.request({
            method: "GET",
            path: `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/messages`,
            query: { dir: "b", limit: String(PAGE), filter, ...(from !== undefined && { from }) },
          }),
        );
        const found = chunk.find((event) => event.content[TRANSACTION_FIELD] === transactionId);
        if (found !== undefined) return found.event_id;
        const last = chunk.at(-1);
        from = last === undefined || last.origin_server_ts < earliest ? undefined : end;
      } while (from !== undefined);
      return undefined;
    },
  };
}
