import type { DomainEventName } from "@portico/contract/events.ts";
import { OBJECT_FIELD } from "@portico/contract/matrix.ts";
import type { Locale } from "@portico/contract/common.ts";
import type { Db } from "../../db/connection.ts";
import type { RecordedEvent } from "../../outbox/consumer.ts";
import type { Change, Outbox, RoomMessage } from "../../outbox/reactions.ts";
import { endedWords } from "./model.ts";
import { findSnapshot } from "./snapshots/store.ts";
import { findMeeting, isManaged, listParticipants, listStays } from "./store.ts";

type MeetingEvent = { [Name in DomainEventName]: Name extends `meeting.${string}` ? Name : never }[DomainEventName];

/** Members of the room and who was in the meeting look again; nobody else hears that there is one. */
async function changes({ payload }: RecordedEvent<MeetingEvent>, db: Db): Promise<Change[]> {
  const meeting = await findMeeting(db, payload.meetingId);
  if (meeting === undefined) return [];
  return [{ topic: "meetings", ids: [meeting.id, meeting.room_id], users: meeting.audience, roles: [] }];
}

/** One card in the room when all is over, by the room's keeper or, where that has no seat, by who began. */
const card =
  (locale: Locale, webUrl: string) =>
  async ({ payload }: RecordedEvent<"meeting.ended">, db: Db): Promise<RoomMessage[]> => {
    const meeting = await findMeeting(db, payload.meetingId);
    if (meeting === undefined || meeting.ended_at === null) return [];
    const [people, stays] = await Promise.all([listParticipants(db, meeting.id), listStays(db, meeting.id)]);
    const were = people.filter(({ identity }) => stays.some((stay) => stay.identity === identity));
    if (were.length === 0) return [];
    const words = endedWords(locale, meeting.started_at, meeting.ended_at, were.length);
    const link = `${webUrl}/meetings/${meeting.id}`;
    return [
      {
        roomId: meeting.room_id,
        ...(!(await isManaged(db, meeting.room_id)) && { sender: meeting.started_by }),
        content: { msgtype: "m.notice", body: `${words} ${link}`, [OBJECT_FIELD]: { kind: "meeting", id: meeting.id } },
      },
    ];
  };

/** The picture in the room, by who took it. */
const picture =
  (locale: Locale) =>
  async ({ payload }: RecordedEvent<"meeting.snapshot-taken">, db: Db): Promise<RoomMessage[]> => {
    const snapshot = await findSnapshot(db, payload.snapshotId);
    if (snapshot === undefined) return [];
    const { width: w, height: h, bytes: size, taken_at: at } = snapshot;
    const name = `${locale === "zh" ? "共享屏幕" : "Shared screen"} ${at.toISOString().slice(0, 16).replace("T", " ").replace(":", ".")}.png`;
    return [
      {
        roomId: payload.roomId,
        sender: snapshot.taken_by,
        content: {
          msgtype: "m.image",
          body: name,
          filename: name,
          url: snapshot.media_url,
          info: { mimetype: "image/png", size, w, h },
          "m.mentions": {},
        },
      },
    ];
  };

export const createMeetingReactions = (locale: Locale, webUrl: string): Outbox => ({
  "meeting.started": { changes },
  "meeting.changed": { changes },
  "meeting.declined": { changes },
  "meeting.controlled": { changes },
  "meeting.waiting": { changes },
  "meeting.admitted": { changes },
  "meeting.denied": { changes },
  "meeting.snapshot-taken": { changes, messages: picture(locale) },
  "meeting.recording-started": { changes },
  "meeting.recording-ended": { changes },
  "meeting.ended": { changes, messages: card(locale, webUrl) },
});
