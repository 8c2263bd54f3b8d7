import { createHash } from "node:crypto";

/** The only slot of a room's calls (MSC4143); also of calls from before slots. */
const ROOM_SLOT = "m.call#ROOM";

const hash = (parts: readonly string[]): string =>
  createHash("sha256").update(JSON.stringify(parts)).digest("base64").replaceAll("=", "");

/** Name of the SFU's room for the calls of a Matrix room (MSC4195). */
export const sfuRoomOf = (roomId: string, slotId: string = ROOM_SLOT): string => hash([roomId, slotId]);

/** Identity at the SFU of a member with a sticky event, or of another server (MSC4195). */
export const hashedIdentity = (userId: string, deviceId: string, memberId: string): string =>
  hash([userId, deviceId, memberId]);

/** Identity at the SFU of a member with a state event (MSC3401). */
export const deviceIdentity = (userId: string, deviceId: string): string => `${userId}:${deviceId}`;

export const isRoomSlot = (slotId: string): boolean => slotId === ROOM_SLOT;
