import { json } from "./ask.ts";
import type { Member } from "./company.ts";
import type { Bench } from "./installation.ts";

/** Sends one message of a member, to the member's own room or another; resolves with the milliseconds that it took. */
export type Send = (member: Member, roomId?: string) => Promise<number>;

export function createSender({ context }: Bench): Send {
  const { homeserver } = context.installation.urls;
  const run = Date.now();
  let sent = 0;
  return async ({ accessToken, roomId: own }, roomId = own) => {
    sent += 1;
    const path = `rooms/${encodeURIComponent(roomId)}/send/m.room.message/${run}-${sent}`;
    const start = performance.now();
    await json(`${homeserver}/_matrix/client/v3/${path}`, "PUT", accessToken, {
      msgtype: "m.text",
      body: `Message ${sent}`,
    });
    return performance.now() - start;
  };
}
