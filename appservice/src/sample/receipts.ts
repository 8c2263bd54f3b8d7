import { z } from "zod";
import { inParallel } from "../jobs/in-parallel.ts";
import type { Loading } from "./loading.ts";

const Joined = z.object({ joined_rooms: z.array(z.string()) });
const Page = z.looseObject({ chunk: z.array(z.looseObject({ event_id: z.string(), type: z.string() })) });
const LANES = 6;
/** Each account leaves every so-manieth room with something new in it. */
const UNREAD_EVERY = 4;
/** How many messages are new there. */
const UNREAD = 2;

/** Marks what the sign-ins of the sample have read: nearly everything, so that the room list shows what is new. */
export async function markRead({ company, say, transport, users }: Loading): Promise<void> {
  await inParallel(company.signIns, LANES, async ({ account }) => {
    const { userId } = users.of("person" in account ? account.person : account.guest);
    const answer = await transport.request({ method: "GET", path: "/_matrix/client/v3/joined_rooms", as: userId });
    for (const [index, roomId] of Joined.parse(answer).joined_rooms.toSorted().entries()) {
      await markRoom(transport, userId, roomId, index % UNREAD_EVERY === 0 ? UNREAD : 0);
    }
  });
  say("read markers are set");
}

async function markRoom(
  transport: Loading["transport"],
  userId: string,
  roomId: string,
  unread: number,
): Promise<void> {
  const room = `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}`;
  const page = Page.parse(
    await transport.request({
      method: "GET",
      path: `${room}/messages`,
      as: userId,
      query: { dir: "b", limit: "50" },
    }),
  );
  const messages = page.chunk.filter((event) => event.type === "m.room.message");
  // In a room without enough to leave unread, and in spaces, everything is read.
  const event = messages.length > unread ? (unread === 0 ? page.chunk[0] : messages[unread]) : page.chunk[0];
  if (event === undefined) return;
  await transport.request({
    method: "POST",
    path: `${room}/read_markers`,
    as: userId,
    body: { "m.fully_read": event.event_id, "m.read": event.event_id },
  });
}
