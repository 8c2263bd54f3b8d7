import { randomUUID } from "node:crypto";
import { api } from "./api.ts";
import { arrivedGuest } from "./factories.ts";
import { matrix } from "./matrix.ts";
import { upload } from "./media.ts";
import { signIn, type User } from "./sign-in.ts";
import { stack } from "./stack.ts";

/** A guest in the one room made for the customer, and a room of the company's own that is none of the guest's business. */
export interface GuestWorld {
  readonly guest: User;
  /** Who invited the guest and shares the room. */
  readonly host: User;
  /** Somebody of the company who does not. */
  readonly stranger: User;
  readonly room: string;
  readonly foreignRoom: string;
  /** What the names in braces of `guest-matrix.json` stand for; a new transaction id each time. */
  places(): Record<string, string>;
}

/** Makes a guest arrive and says something in both rooms. */
export async function guestWorld(): Promise<GuestWorld> {
  const [host, stranger] = await Promise.all([signIn("department_head"), signIn("staff")]);
  const { user: guest } = await arrivedGuest(host);
  const [room = ""] = await matrix(guest).joinedRooms();
  await matrix(host).waitUntilJoined(room);
  const foreignRoom = await departmentRoom(stranger);
  const [event, foreignEvent] = await Promise.all([
    matrix(host).send(room, "welcome"),
    matrix(stranger).send(foreignRoom, "internal"),
  ]);
  const [media, foreignMedia] = await Promise.all([share(host, room), share(stranger, foreignRoom)]);
  return {
    guest,
    host,
    stranger,
    room,
    foreignRoom,
    places: () => ({
      server: stack().settings.serverName,
      guest: guest.userId,
      staff: host.userId,
      stranger: stranger.userId,
      room,
      foreign_room: foreignRoom,
      event,
      foreign_event: foreignEvent,
      room_media: media,
      foreign_media: foreignMedia,
      txn: randomUUID(),
    }),
  };
}

/** The room of somebody's own department. */
export async function departmentRoom(user: User): Promise<string> {
  const { person } = await api(user).call("GET /api/session");
  const { items } = await api(user).call("GET /api/rooms");
  const room = items.find(({ kind, departmentId }) => kind === "room" && departmentId === person?.departmentId);
  if (room === undefined) throw new Error(`${user.userId} has no department room`);
  return room.roomId;
}

/** Puts a file into a room; resolves with its media id. */
async function share(user: User, roomId: string): Promise<string> {
  const url = await upload(user, { name: "plan.txt", type: "text/plain", content: `for ${roomId}` });
  const path = `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/send/m.room.message/${randomUUID()}`;
  await matrix(user).call("PUT", path, { msgtype: "m.file", body: "plan.txt", url });
  return url.slice(url.lastIndexOf("/") + 1);
}
