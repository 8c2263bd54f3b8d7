import { inTransaction, type Tx } from "../../db/connection.ts";
import { recordEvent } from "../../db/record-event.ts";
import type { Context } from "../../context.ts";
import { defineTimer, type Job } from "../../jobs/job.ts";
import type { Actor } from "../../policy/actor.ts";
import { insertChanges } from "../live/index.ts";
import { peopleIn, roomKeyOf } from "./audience/store.ts";
import { followRooms } from "./rooms.ts";
import { audienceOf, listDue, lockAnnouncement, updateAnnouncement } from "./store.ts";

const EVERY_MINUTE = "* * * * *";
const EVERY_HOUR = "17 * * * *";

type By = Actor | { readonly kind: "system"; readonly name: string };

/** Publishes it as of a moment; its room is wanted with it. */
export async function publish(tx: Tx, by: By, id: string, at: Date): Promise<void> {
  const key = roomKeyOf(await audienceOf(tx, id));
  await updateAnnouncement(tx, id, { state: "published", publish_at: null, published_at: at, room_key: key });
  await followRooms(tx, key);
  await recordEvent(tx, by, "announcement.published", { announcementId: id });
}

/** Open windows of those whom it is for read anew; nobody else hears that there is one. */
export async function tellReaders(tx: Tx, id: string): Promise<void> {
  const users = (await peopleIn(tx, await audienceOf(tx, id))).map(({ userId }) => userId);
  await insertChanges(tx, [
    { topic: "announcements", ids: [id], users },
    { topic: "inbox", users },
  ]);
}

/** Publishes what is due. */
export const createPublisher = ({ db }: Pick<Context, "db">): Job =>
  defineTimer("publish-announcements", EVERY_MINUTE, async () => {
    for (const { id } of await listDue(db, new Date())) {
      await inTransaction(db, async (tx) => {
        const row = await lockAnnouncement(tx, id);
        if (row?.state !== "scheduled" || row.publish_at === null || row.publish_at > new Date()) return;
        await publish(tx, { kind: "system", name: "publish-announcements" }, id, new Date());
      });
    }
  });

/** What changes in the directory without an event, ranks for example, reaches the rooms within the hour. */
export const createFollower = ({ db }: Pick<Context, "db">): Job =>
  defineTimer("follow-announcement-audiences", EVERY_HOUR, () => inTransaction(db, (tx) => followRooms(tx)));
