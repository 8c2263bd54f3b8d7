import type { Feature } from "../../http/define.ts";
import { contentOf, correctionOf } from "./model.ts";
import { correctMessage, forgetMessage, indexMessages, noteRoom } from "./store.ts";

/** Takes in what is said, corrected and deleted, as it happens. */
export const indexEvent = {
  types: ["m.room.message", "m.room.redaction", "m.room.create", "m.room.history_visibility"],
  handle: async (
    { type, event_id: eventId, room_id: roomId, sender, origin_server_ts: at, content, redacts },
    { tx },
  ) => {
    if (type === "m.room.create") {
      // From the first event on nothing is missed.
      await noteRoom(tx, roomId, { readBack: true });
      return;
    }
    if (type === "m.room.history_visibility") {
      await noteRoom(tx, roomId, { shared: isShared(content["history_visibility"]) });
      return;
    }
    if (type === "m.room.redaction") {
      const target = content["redacts"] ?? redacts;
      if (typeof target === "string") await forgetMessage(tx, target);
      return;
    }
    const correction = correctionOf(content);
    const said = contentOf(correction === null ? content : correction.content);
    if (said === null) return;
    if (correction !== null) await correctMessage(tx, { of: correction.of, sender, ...said });
    else await indexMessages(tx, [{ eventId, roomId, sender, at: new Date(at), ...said }]);
  },
} satisfies Feature["onMatrixEvent"];

export const isShared = (visibility: unknown): boolean => visibility === "shared" || visibility === "world_readable";
