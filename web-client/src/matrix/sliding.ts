import type { MatrixClient } from "matrix-js-sdk/lib/client.js";
import { SlidingSync, SlidingSyncEvent } from "matrix-js-sdk/lib/sliding-sync.js";
import type { MSC3575List, MSC3575RoomData } from "matrix-js-sdk/lib/sliding-sync.js";
import { ROOM_PURPOSE_EVENT } from "@portico/contract/matrix.ts";
import { leavesGap } from "./gap.ts";

const LIST = "all";
/** Rooms of the first answer: what fills a tall screen. */
const FIRST_ROOMS = 30;
/** Rooms that each later step adds, in idle time. */
const MORE_ROOMS = 100;
/** Events of a room in the list: enough for the preview, a count of unread and the first screen. */
const EVENTS_PER_ROOM = 20;
/** How long the homeserver may hold a request without news, in milliseconds. */
const POLL = 30_000;

const requiredState = [
  ["m.room.create", ""],
  ["m.room.name", ""],
  ["m.room.topic", ""],
  ["m.room.avatar", ""],
  ["m.room.encryption", ""],
  ["m.room.power_levels", ""],
  ["m.room.join_rules", ""],
  ["m.room.pinned_events", ""],
  ["m.space.child", "*"],
  // Who is in a call (MSC3401), for meetings.
  ["org.matrix.msc3401.call.member", "*"],
  [ROOM_PURPOSE_EVENT, ""],
  ["m.room.member", "$LAZY"],
  ["m.room.member", "$ME"],
];

const subscription = { required_state: requiredState, timeline_limit: EVENTS_PER_ROOM };

/** The sliding list over all rooms, and single rooms that are wanted before their turn. */
export interface RoomWindow {
  readonly sync: SlidingSync;
  /** Asks for more rooms while the list has them; call after each answer. True while some are missing. */
  grow(): boolean;
  /** Keeps these rooms coming, wherever they are in the list. */
  want(roomIds: ReadonlySet<string>): void;
}

/** Sets up sliding sync (MSC4186, which the SDK still calls MSC3575) with what the SDK leaves out: gaps and growth. */
export const createRoomWindow = (client: MatrixClient, homeserverUrl: string): RoomWindow => {
  const list: MSC3575List = { ...subscription, ranges: [[0, FIRST_ROOMS - 1]] };
  const sync = new SlidingSync(homeserverUrl, new Map([[LIST, list]]), subscription, client, POLL);
  let size = FIRST_ROOMS;

  // Registered before the SDK's own listener, which would join both ends of a gap (reference: web-client.md 1.4).
  sync.on(SlidingSyncEvent.RoomData, (roomId: string, data: MSC3575RoomData) => {
    const room = client.getRoom(roomId);
    if (room === null) return;
    const known = new Set(
      room
        .getLiveTimeline()
        .getEvents()
        .map((event) => event.getId() ?? ""),
    );
    if (leavesGap(known, data)) room.resetLiveTimeline(data.prev_batch ?? null, null);
  });

  return {
    sync,
    grow: () => {
      const total = sync.getListData(LIST)?.joinedCount ?? 0;
      if (size >= total) return false;
      size = Math.min(size + MORE_ROOMS, total);
      sync.setListRanges(LIST, [[0, size - 1]]);
      return size < total;
    },
    want: (roomIds) => {
      const now = sync.getRoomSubscriptions();
      if (roomIds.size === now.size && [...roomIds].every((roomId) => now.has(roomId))) return;
      sync.modifyRoomSubscriptions(new Set(roomIds));
    },
  };
};
