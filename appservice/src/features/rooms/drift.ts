import type { Context } from "../../context.ts";
import type { Feature } from "../../http/define.ts";
import { ROOM_PURPOSE_EVENT } from "@portico/contract/matrix.ts";
import { markDrifted, shallBeMember } from "./store.ts";

/** Of the state of a managed room, what only the bot shall write. */
const OURS = ["m.room.name", "m.room.power_levels", "m.space.child", "m.space.parent", ROOM_PURPOSE_EVENT];

/**
 * Watches managed rooms for changes that nobody wanted: somebody left, was
 * removed or let in, or wrote state that is ours. The room is then looked at as
 * a whole, so an event that comes late or twice does no harm.
 */
export function createDriftWatch({ rooms, settings }: Pick<Context, "rooms" | "settings">) {
  const botUserId = `@${settings.homeserver.senderLocalpart}:${settings.serverName}`;
  return {
    types: ["m.room.member", ...OURS],
    handle: async (event, { tx, afterwards }) => {
      if (event.state_key === undefined || (event.type !== "m.room.member" && event.sender === botUserId)) return;
      if (event.type === "m.room.member") {
        if (event.state_key === botUserId) return;
        const wanted = await shallBeMember(tx, event.room_id, event.state_key);
        // An invitation of a wanted member is the reconciler's own first step.
        const inside = ["join", "invite", "knock"].includes(String(event.content["membership"]));
        if (wanted === undefined || wanted === inside) return;
      }
      await markDrifted(tx, event.room_id);
      afterwards(() => rooms.wake());
    },
  } satisfies Feature["onMatrixEvent"];
}
