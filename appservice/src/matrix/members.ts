import { z } from "zod";
import type { MembershipWriter } from "./ports.ts";
import { MatrixRefusal, type MatrixTransport } from "./transport.ts";

const Members = z.looseObject({
  chunk: z.array(z.looseObject({ state_key: z.string(), content: z.looseObject({ membership: z.string() }) })),
});

export function createMembershipWriter(transport: MatrixTransport): MembershipWriter {
  const roomPath = (roomId: string, rest: string) => `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/${rest}`;

  async function list(roomId: string): Promise<ReadonlyMap<string, string>> {
    const { chunk } = Members.parse(await transport.request({ method: "GET", path: roomPath(roomId, "members") }));
    return new Map(chunk.map((event) => [event.state_key, event.content.membership]));
  }

  return {
    list,
    async add(roomId, userId) {
      const join = () => transport.request({ method: "POST", path: roomPath(roomId, "join"), as: userId });
      try {
        await transport.request({ method: "POST", path: roomPath(roomId, "invite"), body: { user_id: userId } });
      } catch (error) {
        // A member cannot be invited; joining again then changes nothing and proves the membership.
        if (!(error instanceof MatrixRefusal && error.errcode === "M_FORBIDDEN")) throw error;
      }
      await join();
    },
    async remove(roomId, userId, reason) {
      await transport.request({ method: "POST", path: roomPath(roomId, "kick"), body: { user_id: userId, reason } });
    },
  };
}
