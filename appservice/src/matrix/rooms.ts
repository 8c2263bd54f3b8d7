import { ROOM_PURPOSE_EVENT, ROOM_VERSION } from "@portico/contract/matrix.ts";
import { z } from "zod";
import type { RoomCreator } from "./ports.ts";
import type { MatrixTransport } from "./transport.ts";

const Answer = z.looseObject({ room_id: z.string() });
const Written = z.looseObject({ event_id: z.string() });
const Joined = z.looseObject({ joined_rooms: z.array(z.string()) });

export function createRoomCreator(transport: MatrixTransport): RoomCreator {
  return {
    async create(options) {
      const answer = await transport.request({
        method: "POST",
        path: "/_matrix/client/v3/createRoom",
        body: {
          name: options.name,
          ...(options.topic !== undefined && { topic: options.topic }),
          preset: "private_chat",
          visibility: "private",
          room_version: ROOM_VERSION,
          creation_content: { "m.federate": false, ...(options.kind === "space" && { type: "m.space" }) },
          power_level_content_override: options.levels,
          initial_state: [
            { type: "m.room.join_rules", state_key: "", content: { join_rule: "invite" } },
            { type: "m.room.history_visibility", state_key: "", content: { history_visibility: "shared" } },
            { type: "m.room.guest_access", state_key: "", content: { guest_access: "forbidden" } },
            { type: ROOM_PURPOSE_EVENT, state_key: "", content: options.purpose },
          ],
        },
      });
      return Answer.parse(answer).room_id;
    },
    async returnBot(roomId, inviter) {
      const path = `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}`;
      await transport.request({
        method: "POST",
        path: `${path}/invite`,
        as: inviter,
        body: { user_id: transport.botUserId },
      });
      const member = encodeURIComponent(transport.botUserId);
      const answer = await transport.request({
        method: "PUT",
        path: `${path}/state/m.room.member/${member}`,
        body: { membership: "join" },
      });
      return Written.parse(answer).event_id;
    },
    async joined() {
      const answer = await transport.request({ method: "GET", path: "/_matrix/client/v3/joined_rooms" });
      return Joined.parse(answer).joined_rooms;
    },
  };
}
