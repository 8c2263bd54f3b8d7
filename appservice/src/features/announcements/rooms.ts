import type { Tx } from "../../db/connection.ts";
import { wantMembers, wantRoom } from "../../rooms/index.ts";
import { nameParts, peopleIn, roomNameOf } from "./audience/store.ts";
import { audienceOf, listRooms } from "./store.ts";

/** More than any reader has: only the bot begins something there. */
const BOT_ONLY = 99;

/**
 * Wants the rooms of what is published, or one of them, as the directory is
 * now: everybody of the audience and who wrote there reads, comments in threads
 * and likes; nobody begins anything.
 */
export async function followRooms(tx: Tx, key?: string): Promise<void> {
  for (const [roomKey, { latest, authors, closed }] of await listRooms(tx, key)) {
    const audience = await audienceOf(tx, latest);
    const owner = { kind: "announcements", id: roomKey };
    await wantRoom(tx, {
      key: roomKey,
      kind: "room",
      owner,
      name: roomNameOf(await nameParts(tx, audience)),
      powers: { begin: BOT_ONLY, state: BOT_ONLY, ...(closed.length > 0 && { closed: closed.toSorted() }) },
    });
    const people = await peopleIn(tx, audience);
    const members = new Set([...people.map(({ userId }) => userId), ...authors]);
    await wantMembers(
      tx,
      roomKey,
      owner,
      [...members].map((userId) => ({ userId, power: 0 })),
    );
  }
}
