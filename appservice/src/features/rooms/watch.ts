import type { Context } from "../../context.ts";
import type { Tx } from "../../db/connection.ts";
import type { ManagedRoomRow } from "../../db/tables/managed-room.ts";
import type { Feature } from "../../http/define.ts";
import type { MatrixEvent } from "../../matrix/events.ts";
import { findMember, findState, markRedacted, saveMember, saveState, toMember } from "./actual/store.ts";
import { memberStep } from "./members/model.ts";
import { queueDrifted, touchGap } from "./members/store.ts";
import { settle } from "./repairs/store.ts";
import { OUR_STATE } from "./state/model.ts";
import { findRoomById, markDrifted, wantedMemberOf } from "./store.ts";

/**
 * Hears what Matrix says of managed rooms, and queues what may not be as wanted:
 * somebody left, was removed or let in, or wrote state that is ours. Events come
 * late and in another order after a crash, so they are hints: a membership is
 * believed, and state that is ours judged, only once the room itself was asked.
 */
export function createRoomWatch({ rooms, settings }: Pick<Context, "rooms" | "settings">) {
  const botUserId = `@${settings.homeserver.senderLocalpart}:${settings.serverName}`;

  async function noteMember(tx: Tx, room: ManagedRoomRow, userId: string, event: MatrixEvent): Promise<boolean> {
    const before = await findMember(tx, room.key, userId);
    const now = toMember({ ...event, eventId: event.event_id });
    if (before?.eventId === now.eventId) return false;
    if (before?.membership === now.membership && before.company === now.company) {
      await saveMember(tx, room.key, userId, now);
      return false;
    }
    const wanted = await wantedMemberOf(tx, room.key, userId);
    const halfDone = wanted !== null || before?.membership === "join";
    // The first half of letting somebody in; the second follows, or was noted before the first was seen.
    if (now.membership === "invite" && event.sender === botUserId && halfDone) return false;
    if (memberStep(wanted, now) !== undefined) await touchGap(tx, room.key, userId);
    // Whoever made a contested change took it back, as it seems.
    else await settle(tx, { roomKey: room.key, type: "m.room.member", stateKey: userId });
    await queueDrifted(tx, [{ roomKey: room.key, userId, wanted: wanted !== null, cause: event.sender }]);
    return true;
  }

  async function noteState(tx: Tx, room: ManagedRoomRow, stateKey: string, event: MatrixEvent): Promise<boolean> {
    const before = await findState(tx, room.key, event.type, stateKey);
    if (before?.eventId === event.event_id) return false;
    const { type, content, sender, event_id: eventId } = event;
    await saveState(tx, room.key, { type, stateKey, content, sender, eventId }, true);
    await markDrifted(tx, room.key);
    return true;
  }

  async function noteRedaction(tx: Tx, room: ManagedRoomRow, event: MatrixEvent): Promise<boolean> {
    const redacted = event.content["redacts"];
    if (typeof redacted !== "string" || !(await markRedacted(tx, room.key, redacted))) return false;
    await markDrifted(tx, room.key);
    return true;
  }

  /** Resolves with whether there is something to repair. */
  async function note(tx: Tx, room: ManagedRoomRow, event: MatrixEvent): Promise<boolean> {
    if (event.type === "m.room.redaction") return noteRedaction(tx, room, event);
    const { state_key: stateKey } = event;
    if (stateKey === undefined) return false;
    if (event.type !== "m.room.member") return noteState(tx, room, stateKey, event);
    if (stateKey !== botUserId) return noteMember(tx, room, stateKey, event);
    await saveMember(tx, room.key, botUserId, toMember({ ...event, eventId: event.event_id }));
    if (event.content["membership"] === "join") return false;
    await markDrifted(tx, room.key);
    return true;
  }

  return {
    types: ["m.room.member", "m.room.redaction", ...OUR_STATE],
    handle: async (event, { tx, afterwards }) => {
      const room = await findRoomById(tx, event.room_id);
      // Until a room was read whole, nothing is known that could differ.
      if (room === undefined || room.loaded_at === null) return;
      if (await note(tx, room, event)) afterwards(() => rooms.wake());
    },
  } satisfies Feature["onMatrixEvent"];
}
