import type { Outbox } from "../../outbox/reactions.ts";
import { listMembersOf } from "./store.ts";

export const roomsOutbox: Outbox = {
  "room.created": {
    changes: async ({ payload: { roomId } }, db) => [
      { topic: "rooms", ids: [roomId], users: await listMembersOf(db, roomId) },
    ],
  },
};
