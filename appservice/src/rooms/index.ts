/**
 * Rooms as a service: a capability says which room it wants, whose it is and
 * who belongs in it; the reconciler makes that true in Matrix and keeps it so.
 *
 *     await wantRoom(tx, { key: `ticket:${id}:room`, kind: "room", owner: { kind: "ticket", id }, name });
 *     await wantMembers(tx, `ticket:${id}:room`, { kind: "ticket", id }, [{ userId, power: 50 }]);
 *     await endRoom(tx, `ticket:${id}:room`); // everybody reads, nobody writes
 *     const roomId = await roomIdOf(db, `ticket:${id}:room`); // null until the Matrix room exists
 *
 * All of them may be repeated with the same or other values; nothing has to be
 * woken, the commit calls the followers. Nobody but wanted members is let in,
 * whoever invites; outsiders only where a capability wants them. `room.created`
 * tells `{ key, owner, roomId }` once the Matrix room exists, `room.closed` and
 * `room.reopened` likewise. `powers` say which power each deed needs; members
 * have 0, who leads 50, and nobody may have 100. With `powers.begin` others may
 * only answer in threads and react, which the homeserver's policy enforces.
 */
export type { RoomPowers } from "../matrix/power-levels.ts";
export {
  endRoom,
  type RoomMembers,
  roomByKey,
  roomIdOf,
  type RoomWish,
  roomsOfOwner,
  wantMembers,
  wantRoom,
} from "./store.ts";
