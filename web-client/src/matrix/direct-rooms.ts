import type { MatrixClient } from "matrix-js-sdk/lib/client.js";
import { EventType } from "matrix-js-sdk/lib/@types/event.js";
import type { Preset } from "matrix-js-sdk/lib/@types/partials.js";
import { asObject, asTexts } from "./plain-event.ts";
import { stateOf } from "./room-view.ts";

/** With whom the user has direct conversations: `m.direct`, by room. */
export const directRooms = (client: MatrixClient): Map<string, string> => {
  const content = asObject(client.getAccountData(EventType.Direct)?.getContent());
  const byRoom = new Map<string, string>();
  for (const [userId, rooms] of Object.entries(content)) {
    for (const roomId of asTexts(rooms)) byRoom.set(roomId, userId);
  }
  return byRoom;
};

/** Adds a room to `m.direct`. The server's own copy is read first: another device may have changed it. */
export const markDirect = async (client: MatrixClient, roomId: string, userId: string): Promise<void> => {
  const content = asObject(await client.getAccountDataFromServer(EventType.Direct));
  const rooms = asTexts(content[userId]);
  if (rooms.includes(roomId)) return;
  const direct = Object.fromEntries(Object.entries(content).map(([other, ids]) => [other, asTexts(ids)]));
  await client.setAccountData(EventType.Direct, { ...direct, [userId]: [...rooms, roomId] });
};

/** The direct conversation with somebody, which is made, with an invitation, where there is none. */
export const directRoomWith = async (client: MatrixClient, userId: string): Promise<string> => {
  // Asked of the server: on a page that was just opened neither list nor rooms have come.
  const [content, { joined_rooms: joined }] = await Promise.all([
    client.getAccountDataFromServer(EventType.Direct),
    client.getJoinedRooms(),
  ]);
  for (const roomId of asTexts(asObject(content)[userId])) {
    if (!joined.includes(roomId)) continue;
    const room = client.getRoom(roomId);
    const theirs = room === null ? "" : stateOf(room, "m.room.member", userId)["membership"];
    // Unknown members have not written lately; only a known departure makes the room useless.
    if (theirs !== "leave" && theirs !== "ban") return roomId;
  }
  const made = await client.createRoom({ is_direct: true, invite: [userId], preset: "private_chat" as Preset });
  await markDirect(client, made.room_id, userId);
  return made.room_id;
};
