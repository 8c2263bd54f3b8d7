import type { Meeting, MeetingRecording } from "@portico/contract/meetings.ts";
import type { Db } from "../../db/connection.ts";
import type { MeetingRow, RecordingRow, SnapshotRow } from "../../db/tables/meeting.ts";
import type { AccountActor } from "../../policy/actor.ts";
import { holds } from "../../policy/engine.ts";
import { countWaiting } from "./lobby/store.ts";
import { leads } from "./model.ts";
import { placeOf } from "./recording/store.ts";
import { listSnapshots } from "./snapshots/store.ts";
import { listParticipants, listRecordings, listStays } from "./store.ts";

/** A meeting with its people, as an asker sees it. */
export async function presentMeeting(
  db: Db,
  meeting: MeetingRow,
  actor: AccountActor,
  startedByName: string,
): Promise<Meeting> {
  const [participants, stays, recordings] = await Promise.all([
    listParticipants(db, meeting.id),
    listStays(db, meeting.id),
    listRecordings(db, meeting.id),
  ]);
  const own = participants.filter(({ user_id, removed_at }) => user_id === actor.userId && removed_at === null);
  const controls = own.some(({ role }) => leads(role));
  return {
    id: meeting.id,
    roomId: meeting.room_id,
    startedBy: meeting.started_by,
    startedByName,
    startedAt: meeting.started_at.toISOString(),
    endedAt: meeting.ended_at?.toISOString() ?? null,
    locked: meeting.locked,
    lobby: meeting.lobby,
    drawing: meeting.drawing,
    encrypted: meeting.encrypted,
    people: participants
      .map((person) => {
        const own = stays.filter(({ identity }) => identity === person.identity);
        return {
          identity: person.identity,
          userId: person.user_id,
          name: person.name,
          company: person.company,
          role: person.role,
          present: own.some(({ left_at }) => left_at === null),
          stays: own.map(({ joined_at, left_at }) => ({
            joinedAt: joined_at.toISOString(),
            leftAt: left_at?.toISOString() ?? null,
          })),
        };
      })
      .filter(({ stays: kept }) => kept.length > 0),
    waiting: controls && meeting.ended_at === null ? await countWaiting(db, meeting.id, new Date()) : 0,
    recordings: await Promise.all(recordings.map((row) => presentRecording(db, row))),
    snapshots: (await listSnapshots(db, meeting.id)).map(presentSnapshot),
    abilities: [
      ...(controls ? (["meeting.control"] as const) : []),
      ...(holds(actor, "meeting.link") ? (["meeting.link"] as const) : []),
    ],
  };
}

export const presentRecording = async (db: Db, row: RecordingRow): Promise<MeetingRecording> => ({
  id: row.id,
  state: row.state,
  startedAt: row.started_at?.toISOString() ?? null,
  endedAt: row.ended_at?.toISOString() ?? null,
  queuePlace: row.state === "queued" ? await placeOf(db, row) : null,
  seconds: row.seconds,
  bytes: row.bytes,
  parts: row.parts,
  gapSeconds: row.gap_seconds,
  gaps: row.gaps,
  failure: row.failure,
});

export const presentSnapshot = ({ id, taken_at, taken_by_name, media_url }: SnapshotRow) => ({
  id,
  takenAt: taken_at.toISOString(),
  takenBy: taken_by_name,
  mediaUrl: media_url,
});
