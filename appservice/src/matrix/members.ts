import type { MembershipWriter } from "./ports.ts";
import type { MatrixTransport } from "./transport.ts";

export function createMembershipWriter(transport: MatrixTransport): MembershipWriter {
  const post = (roomId: string, action: string, body: Record<string, unknown>) =>
    transport.request({ method: "POST", path: roomPath(roomId, action), body });

  return {
    async add(roomId, userId, from, fields = {}) {
      if (from === "ban") await post(roomId, "unban", { user_id: userId });
      if (from !== "invite" && from !== "join") await post(roomId, "invite", { user_id: userId });
      // Joining by state event, because only so the membership can carry fields of ours.
      await transport.request({
        method: "PUT",
        path: roomPath(roomId, `state/m.room.member/${encodeURIComponent(userId)}`),
        as: userId,
        body: { ...fields, membership: "join" },
      });
    },
    async remove(roomId, userId, reason) {
      await post(roomId, "kick", { user_id: userId, reason });
    },
  };
}

const roomPath = (roomId: string, rest: string): string =>
  `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/${rest}`;
