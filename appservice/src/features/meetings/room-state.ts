import type { Sfu } from "../../adapters/livekit/sfu.ts";
import type { Db } from "../../db/connection.ts";
import type { MeetingRow } from "../../db/tables/meeting.ts";
import { countWaiting } from "./lobby/store.ts";
import { stateOf } from "./model.ts";
import { activeRecording } from "./recording/store.ts";
import { findMeeting, listParticipants } from "./store.ts";

/** The state that everybody in the meeting sees, as it is in the database now. */
export const stateFor = async (db: Db, meeting: MeetingRow) =>
  stateOf(
    meeting,
    await listParticipants(db, meeting.id),
    await countWaiting(db, meeting.id, new Date()),
    await activeRecording(db, meeting.id),
  );

/** Brings the state of a meeting to everybody in it. */
export async function publishState(db: Db, sfu: Sfu, meetingId: string): Promise<void> {
  const meeting = await findMeeting(db, meetingId);
  if (meeting === undefined || meeting.ended_at !== null) return;
  await sfu.setState(meeting.sfu_room, await stateFor(db, meeting));
}
