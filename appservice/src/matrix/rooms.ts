import { ROOM_PURPOSE_EVENT, ROOM_VERSION } from "@portico/contract/matrix.ts";
import { z } from "zod";
import type { RoomCreator, StateAccess } from "./ports.ts";
import type { MatrixTransport } from "./transport.ts";

const Answer = z.looseObject({ room_id: z.string() });

/** Power that a member needs; what only the bot, as creator, may do stands at 100 or above. */
const POWER = { invite: 50, kick: 50, ban: 100, redact: 50, state_default: 100, events_default: 0, users_default: 0 };

export function createRoomCreator(transport: MatrixTransport, state: StateAccess): RoomCreator {
  const via = [transport.botUserId.slice(transport.botUserId.indexOf(":") + 1)];
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
          power_level_content_override: {
            ...POWER,
            // Spaces are written by the bot alone.
            ...(options.kind === "space" && { events_default: 100 }),
            users: options.power,
            events: {
              "m.room.name": 100,
              "m.room.topic": 50,
              "m.room.power_levels": 100,
              "m.room.pinned_events": 50,
              "m.room.tombstone": 150,
            },
          },
          initial_state: [
            {
              type: "m.room.join_rules",
              state_key: "",
              content:
                options.restrictedTo === undefined
                  ? { join_rule: "invite" }
                  : { join_rule: "restricted", allow: [{ type: "m.room_membership", room_id: options.restrictedTo }] },
            },
            { type: "m.room.history_visibility", state_key: "", content: { history_visibility: "shared" } },
            { type: "m.room.guest_access", state_key: "", content: { guest_access: "forbidden" } },
            { type: ROOM_PURPOSE_EVENT, state_key: "", content: options.purpose },
          ],
        },
      });
      return Answer.parse(answer).room_id;
    },
    async link(spaceId, childId) {
      await state.put(spaceId, "m.space.child", childId, { via });
      await state.put(childId, "m.space.parent", spaceId, { via, canonical: true });
    },
  };
}
