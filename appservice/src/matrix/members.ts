import { z } from "zod";
import type { MembershipWriter } from "./ports.ts";
import type { MatrixTransport } from "./transport.ts";

const Answer = z.looseObject({ event_id: z.string() });

export function createMembershipWriter(transport: MatrixTransport): MembershipWriter {
  const post = (roomId: string, action: string, body: Record<string, unknown>) =>
    transport.request({ method: "POST", path: roomPath(roomId, action), body });

  /** By state event, because only so the membership can carry fields of ours, and its id is told. */
  async function put(roomId: string, userId: string, content: Record<string, unknown>, as?: string): Promise<string> {
    const answer = await transport.request({
      method: "PUT",
      path: roomPath(roomId, `state/m.room.member/${encodeURIComponent(userId)}`),
      body: content,
      ...(as !== undefined && { as }),
    });
    return Answer.parse(answer).event_id;
  }

  return {
    async add(roomId, userId, from, fields = {}) {
      if (from === "ban") await post(roomId, "unban", { user_id: userId });
      if (from !== "invite" && from !== "join") await post(roomId, "invite", { user_id: userId });
      return put(roomId, userId, { ...fields, membership: "join" }, userId);
    },
    remove: (roomId, userId, fields) => put(roomId, userId, { ...fields, membership: "leave" }),
  };
}

const roomPath = (roomId: string, rest: string): string =>
  `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/${rest}`;
