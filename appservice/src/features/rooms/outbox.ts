import type { Locale } from "@portico/contract/common.ts";
import type { Db } from "../../db/connection.ts";
import type { Change, Outbox, RoomMessage } from "../../outbox/reactions.ts";
import { inLocale } from "./state/model.ts";
import { listMembersOf } from "./store.ts";

/** Said in the room, where it stays as the last word, or the first one of a new beginning. */
const words = {
  closed: {
    en: "This project has ended, and its room is closed. Everything in it can still be read.",
    zh: "项目已结束，本群已关闭，历史内容仍可查看。",
  },
  reopened: {
    en: "This project goes on, and its room is open again.",
    zh: "项目重新启动，本群已重新开放。",
  },
} as const;

/** Open windows of whoever is in the room read the rooms anew. */
const tellMembers = async ({ payload: { roomId } }: { payload: { roomId: string } }, db: Db): Promise<Change[]> => [
  { topic: "rooms", ids: [roomId], users: await listMembersOf(db, roomId) },
];

const tellOperators = (): Change[] => [{ topic: "reconciler" }];

/** Who is in a room, and who was taken out, sees it; what its project did is said in it. */
export function createRoomsOutbox(locale: Locale): Outbox {
  const say =
    (what: keyof typeof words) =>
    ({ payload: { roomId, purpose } }: { payload: { roomId: string; purpose: string } }): RoomMessage[] =>
      purpose === "project" ? [{ roomId, content: { msgtype: "m.notice", body: inLocale(words[what], locale) } }] : [];
  return {
    "room.created": { changes: tellMembers },
    "room.closed": { changes: tellMembers, messages: say("closed") },
    "room.reopened": { changes: tellMembers, messages: say("reopened") },
    "room.repaired": { changes: tellOperators },
    "room.contested": { changes: tellOperators },
    "room.released": { changes: tellOperators },
    "room.scanned": { changes: tellOperators },
    "room.member-added": { changes: tellMembers },
    "room.member-removed": {
      changes: async ({ payload: { roomId, userId } }, db) => [
        { topic: "rooms", ids: [roomId], users: [userId, ...(await listMembersOf(db, roomId))] },
      ],
    },
  };
}
