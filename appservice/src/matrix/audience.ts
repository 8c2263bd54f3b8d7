import { z } from "zod";
import type { DelayedEvents, RoomAudience } from "./ports.ts";
import { MatrixRefusal, type MatrixTransport } from "./transport.ts";

const Joined = z.looseObject({ joined: z.boolean() });
const Members = z.looseObject({ members: z.array(z.string()) });
const Rooms = z.looseObject({ joined_rooms: z.array(z.string()) });
const Visibility = z.looseObject({ history_visibility: z.string() });
const Past = z.looseObject({ chunk: z.array(z.record(z.string(), z.unknown())), end: z.string().optional() });
const Details = z.looseObject({ name: z.string().nullish(), encryption: z.string().nullish() });
const MemberState = z.looseObject({
  state: z.array(
    z.looseObject({ type: z.string(), state_key: z.string(), content: z.record(z.string(), z.unknown()) }),
  ),
});

/** What was answered, or undefined where the homeserver says that there is nothing for this user. */
async function unlessRefused(ask: () => Promise<unknown>): Promise<unknown> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof MatrixRefusal && (error.status === 403 || error.status === 404)) return undefined;
    throw error;
  }
}

/** Who is in a room, by MSC4502 and Synapse's admin API: the bot need not be in it. */
export function createRoomAudience(transport: MatrixTransport): RoomAudience {
  const admin = (roomId: string, rest: string) =>
    transport.request({ method: "GET", path: `/_synapse/admin/v1/rooms/${encodeURIComponent(roomId)}${rest}` });

  /** Where the homeserver has not been told that the service may ask, its state says the same. */
  const byState = async (roomId: string, userId: string): Promise<boolean> => {
    const { state } = MemberState.parse(await admin(roomId, "/state"));
    return state.some(
      (event) => event.type === "m.room.member" && event.state_key === userId && event.content["membership"] === "join",
    );
  };

  return {
    async isJoined(roomId, userId) {
      const room = encodeURIComponent(roomId);
      try {
        const path = `/_matrix/client/unstable/io.element.msc4502/rooms/${room}/is_joined`;
        return Joined.parse(await transport.request({ method: "GET", path, query: { mxid: userId } })).joined;
      } catch (error) {
        if (!(error instanceof MatrixRefusal)) throw error;
        // What is no room, or none that this server is in, has no members here.
        if (error.errcode === "M_NOT_FOUND" || error.errcode === "M_INVALID_PARAM") return false;
        if (error.errcode !== "M_UNRECOGNIZED" && error.errcode !== "M_FORBIDDEN") throw error;
        try {
          return await byState(roomId, userId);
        } catch (refusal) {
          if (refusal instanceof MatrixRefusal && (refusal.status === 404 || refusal.status === 400)) return false;
          throw refusal;
        }
      }
    },
    async joinedRooms(userId) {
      return Rooms.parse(
        await transport.request({ method: "GET", path: "/_matrix/client/v3/joined_rooms", as: userId }),
      ).joined_rooms;
    },
    async sees(roomId, eventId, userId) {
      const path = `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/event/${encodeURIComponent(eventId)}`;
      return (await unlessRefused(() => transport.request({ method: "GET", path, as: userId }))) !== undefined;
    },
    async historyShared(roomId, userId) {
      const room = `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/state/m.room.history_visibility/`;
      try {
        const answer = Visibility.parse(await transport.request({ method: "GET", path: room, as: userId }));
        return answer.history_visibility === "shared" || answer.history_visibility === "world_readable";
      } catch (error) {
        if (!(error instanceof MatrixRefusal)) throw error;
        if (error.status === 403) return null;
        // Without the event it is shared (client-server API, "Room history visibility").
        if (error.status === 404) return true;
        throw error;
      }
    },
    async history(roomId, userId, { from, limit }) {
      const path = `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/messages`;
      const query = { dir: "b", limit: String(limit), ...(from !== undefined && { from }) };
      const page = Past.parse(await transport.request({ method: "GET", path, as: userId, query }));
      return { events: page.chunk, ...(page.end !== undefined && page.chunk.length > 0 && { next: page.end }) };
    },
    async members(roomId) {
      return Members.parse(await admin(roomId, "/members")).members;
    },
    async about(roomId) {
      const { name, encryption } = Details.parse(await admin(roomId, ""));
      return { name: name ?? null, encrypted: (encryption ?? null) !== null };
    },
  };
}

/** Delayed events (MSC4140); the id is all that their management asks for. */
export const createDelayedEvents = (transport: MatrixTransport): DelayedEvents => ({
  async update(delayId, action) {
    const id = encodeURIComponent(delayId);
    try {
      await transport.request({
        method: "POST",
        path: `/_matrix/client/unstable/org.matrix.msc4140/delayed_events/${id}/${action}`,
      });
    } catch (error) {
      if (!(error instanceof MatrixRefusal) || error.status >= 500) throw error;
    }
  },
});
