import type { Outbox } from "../../outbox/reactions.ts";
import { listMembersOf } from "./store.ts";

/** Open windows of whoever is in the room, and of who was taken out, read the rooms anew. */
export const roomsOutbox: Outbox = {
  "room.created": {
    changes: async ({ payload: { roomId } }, db) => [
      { topic: "rooms", ids: [roomId], users: await listMembersOf(db, roomId) },
    ],
  },
  "room.member-added": {
    changes: async ({ payload: { roomId } }, db) => [
      { topic: "rooms", ids: [roomId], users: await listMembersOf(db, roomId) },
    ],
  },
  "room.member-removed": {
    changes: async ({ payload: { roomId, userId } }, db) => [
      { topic: "rooms", ids: [roomId], users: [userId, ...(await listMembersOf(db, roomId))] },
    ],
  },
};
