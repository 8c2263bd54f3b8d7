import { randomUUID } from "node:crypto";
import type { Context } from "../../../context.ts";
import { inTransaction } from "../../../db/connection.ts";
import { recordEvent } from "../../../db/record-event.ts";
import { AppError } from "../../../errors.ts";
import type { Actor } from "../../../policy/actor.ts";
import { presentSnapshot } from "../present.ts";
import type { MeetingService } from "../service.ts";
import { listStays, participantsOfUser } from "../store.ts";
import { insertSnapshot } from "./store.ts";

interface Picture {
  readonly mediaUrl: string;
  readonly width: number;
  readonly height: number;
  readonly bytes: number;
}

type Parts = Pick<Context, "db" | "settings"> & { readonly meetings: MeetingService };

/** Pictures of shared screens, put into the room by people who are in the meeting. */
export function createSnapshots({ db, settings, meetings }: Parts) {
  async function take(actor: Actor, meetingId: string, { mediaUrl, width, height, bytes }: Picture) {
    const { account, meeting } = await meetings.load(actor, meetingId);
    if (meeting.ended_at !== null) throw new AppError("MEETING_OVER");
    if (meeting.encrypted) throw new AppError("MEETING_ENCRYPTED");
    const [seats, stays] = await Promise.all([
      participantsOfUser(db, meetingId, account.userId),
      listStays(db, meetingId),
    ]);
    const present = stays.some(
      (stay) => stay.left_at === null && seats.some(({ identity }) => identity === stay.identity),
    );
    if (!present) throw new AppError("MEETING_NOT_IN");
    if (!mediaUrl.startsWith(`mxc://${settings.serverName}/`)) throw new AppError("NOT_FOUND", { noun: "media" });
    const snapshot = {
      id: randomUUID(),
      meeting_id: meetingId,
      taken_by: account.userId,
      taken_by_name: await meetings.nameOf(account.userId),
      taken_at: new Date(),
      media_url: mediaUrl,
      width,
      height,
      bytes,
    };
    await inTransaction(db, async (tx) => {
      await insertSnapshot(tx, snapshot);
      const fact = { meetingId, roomId: meeting.room_id, snapshotId: snapshot.id };
      await recordEvent(tx, account, "meeting.snapshot-taken", fact);
    });
    return presentSnapshot(snapshot);
  }

  return { take };
}
