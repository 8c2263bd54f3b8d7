import { OBJECT_FIELD } from "@portico/contract/matrix.ts";
import type { Db } from "../../db/connection.ts";
import type { AnnouncementRow } from "../../db/tables/announcement.ts";
import type { DatabaseConsumer, RecordedEvent } from "../../outbox/consumer.ts";
import type { Change, Notice, Outbox, RoomMessage } from "../../outbox/reactions.ts";
import { peopleIn } from "./audience/store.ts";
import { followRooms } from "./rooms.ts";
import { listMissing } from "./service.ts";
import { audienceOf, factsOf, findAnnouncement, findRoom, messagesOf, publishedBefore } from "./store.ts";

type About = { readonly payload: { readonly announcementId: string } };

const readersOf = async (db: Db, id: string) => peopleIn(db, await audienceOf(db, id));

async function forReaders({ payload: { announcementId: id } }: About, db: Db): Promise<Change[]> {
  const row = await findAnnouncement(db, id);
  if (row === undefined) return [];
  const users = (await readersOf(db, id)).map(({ userId }) => userId);
  return [
    { topic: "announcements", ids: [id], users: [...users, ...(await authorOf(db, row))] },
    { topic: "inbox", users },
  ];
}

const authorOf = async (db: Db, row: AnnouncementRow): Promise<string[]> => {
  const facts = (await factsOf(db, [row.id], { personId: null, userId: "" })).get(row.id);
  return facts === undefined ? [] : [facts.authorUserId];
};

/** Drafts are nobody's but the author's. */
async function forAuthor({ payload: { announcementId } }: About, db: Db): Promise<Change[]> {
  const row = await findAnnouncement(db, announcementId);
  if (row === undefined) return [];
  if (row.state === "published") return forReaders({ payload: { announcementId } }, db);
  return [{ topic: "announcements", ids: [announcementId], users: await authorOf(db, row) }];
}

async function forConfirmed({ actor, payload }: RecordedEvent<"announcement.confirmed">, db: Db): Promise<Change[]> {
  const row = await findAnnouncement(db, payload.announcementId);
  if (row === undefined) return [];
  const users = [actor, ...(await authorOf(db, row))];
  return [
    { topic: "announcements", ids: [row.id], users },
    { topic: "inbox", users: [actor] },
  ];
}

const tell =
  (kind: "announcement.published" | "announcement.corrected") =>
  async ({ payload: { announcementId } }: About, db: Db): Promise<Notice[]> => {
    const row = await findAnnouncement(db, announcementId);
    if (row === undefined) return [];
    const fields = { announcementId, title: row.title };
    return (await readersOf(db, announcementId))
      .filter(({ personId }) => personId !== row.author_id)
      .map(({ userId }) => ({ kind, userId, fields }));
  };

async function remind({ payload: { announcementId } }: About, db: Db): Promise<Notice[]> {
  const row = await findAnnouncement(db, announcementId);
  if (row === undefined) return [];
  const fields = { announcementId, title: row.title };
  return (await listMissing(db, row)).map(({ userId }) => ({ kind: "announcement.reminded", userId, fields }));
}

/** The announcement as a message: whole in any client, a live card in ours. */
const contentOf = (webUrl: string, { id, title, text }: AnnouncementRow) => ({
  msgtype: "m.text",
  body: `${title}\n\n${text}\n\n${webUrl}/work/announcements/${id}`,
  [OBJECT_FIELD]: { kind: "announcement", id },
  "m.mentions": {},
});

const message =
  (webUrl: string) =>
  async (event: RecordedEvent<"announcement.published">, db: Db): Promise<RoomMessage[]> => {
    const row = await findAnnouncement(db, event.payload.announcementId);
    if (row?.room_key == null || row.state !== "published") return [];
    const room = await findRoom(db, row.room_key);
    // What was published before the room existed goes in when it is made.
    if (room === undefined || event.id < room.createdEvent) return [];
    return [{ roomId: room.roomId, content: contentOf(webUrl, row) }];
  };

const fillRoom =
  (webUrl: string) =>
  async ({ id, payload }: RecordedEvent<"room.created">, db: Db): Promise<RoomMessage[]> =>
    (await publishedBefore(db, payload.roomId, id)).map((row) => ({
      roomId: payload.roomId,
      content: contentOf(webUrl, row),
    }));

const correction =
  (webUrl: string) =>
  async ({ payload }: RecordedEvent<"announcement.corrected">, db: Db): Promise<RoomMessage[]> => {
    const row = await findAnnouncement(db, payload.announcementId);
    if (row?.room_key == null || row.event_id === null || row.state !== "published") return [];
    const room = await findRoom(db, row.room_key);
    if (room === undefined) return [];
    const content = contentOf(webUrl, row);
    return [
      {
        roomId: room.roomId,
        content: {
          ...content,
          body: `* ${content.body}`,
          "m.new_content": content,
          "m.relates_to": { rel_type: "m.replace", event_id: row.event_id },
        },
      },
    ];
  };

/** The words go from Matrix too, with those of every correction. */
async function takeBack({ payload }: RecordedEvent<"announcement.recalled">, db: Db): Promise<RoomMessage[]> {
  const row = await findAnnouncement(db, payload.announcementId);
  const room = row?.room_key == null ? undefined : await findRoom(db, row.room_key);
  if (room === undefined) return [];
  return (await messagesOf(db, payload.announcementId)).map((eventId) => ({
    roomId: room.roomId,
    type: "m.room.redaction",
    content: { redacts: eventId },
  }));
}

export const createAnnouncementReactions = (webUrl: string): Outbox => ({
  "announcement.written": { changes: forAuthor },
  "announcement.changed": { changes: forAuthor },
  "announcement.scheduled": { changes: forAuthor },
  "announcement.published": {
    changes: forReaders,
    notices: tell("announcement.published"),
    messages: message(webUrl),
  },
  "announcement.corrected": {
    changes: forReaders,
    notices: tell("announcement.corrected"),
    messages: correction(webUrl),
  },
  "announcement.recalled": { changes: forAuthor, messages: takeBack },
  "announcement.confirmed": { changes: forConfirmed },
  "announcement.reminded": { changes: forAuthor, notices: remind },
  "room.created": { messages: fillRoom(webUrl) },
});

/** Whoever comes into an audience or leaves it, comes into its room or leaves it. */
export const audienceConsumer: DatabaseConsumer = {
  kind: "database",
  name: "announcements",
  wants: [
    "person.joined",
    "person.moved",
    "person.left",
    "person.role-changed",
    "project.members-changed",
    "project.lead-changed",
  ],
  apply: (tx) => followRooms(tx),
};
