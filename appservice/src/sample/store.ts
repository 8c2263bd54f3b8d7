import { sql } from "kysely";
import type { Role } from "@portico/contract/roles.ts";
import type { Db } from "../db/connection.ts";

/** Wants staff in the room of a customer company besides those who invited its guests. */
export async function wantInCustomerRoom(db: Db, customerId: string, userIds: readonly string[]): Promise<void> {
  const room = await db
    .selectFrom("managed_room")
    .select("key")
    .where("customer_id", "=", customerId)
    .where("kind", "=", "room")
    .executeTakeFirstOrThrow();
  await db
    .insertInto("wanted_membership")
    .values(userIds.map((user_id) => ({ room_key: room.key, user_id, source: "manual" as const, power: 0 })))
    .onConflict((conflict) => conflict.columns(["room_key", "user_id", "source", "source_id"]).doNothing())
    .execute();
}

/** Gives an outsider the role that the sample says; invitations know only the plain one so far. */
export async function setOutsiderRole(db: Db, userId: string, role: Role): Promise<void> {
  await db.updateTable("account").set({ role }).where("user_id", "=", userId).where("role", "<>", role).execute();
}

/** Lets a suggestion have come earlier, with all that followed. */
export async function backdateSuggestion(db: Db, id: string, received: Date): Promise<void> {
  await sql`
    UPDATE suggestion SET received_at = ${received},
      due_at = ${received}::timestamptz + make_interval(days => topic.due_days),
      answered_at = CASE WHEN answered_at IS NULL THEN NULL ELSE ${received}::timestamptz + interval '6 days' END
    FROM suggestion_topic AS topic WHERE suggestion.id = ${id} AND topic.id = topic_id`.execute(db);
  await sql`
    UPDATE suggestion_message SET at = ${received}::timestamptz + interval '1 day' WHERE suggestion_id = ${id}`.execute(
    db,
  );
}

/** Lets a part of the audience have read an announcement and confirmed it, the same people every time. */
export async function readAnnouncement(
  db: Db,
  id: string,
  { read, confirmed }: { readonly read: number; readonly confirmed: number },
  published: Date,
): Promise<void> {
  await sql`
    INSERT INTO announcement_reading (announcement_id, person_id, read_at, read_edition, confirmed_at, confirmed_edition)
    SELECT ${id}, person.id, ${published}::timestamptz + part * interval '30 hours', 1,
      CASE WHEN part < ${confirmed} THEN ${published}::timestamptz + part * interval '31 hours' END,
      CASE WHEN part < ${confirmed} THEN 1 END
    FROM person, LATERAL (SELECT abs(hashtext(person.id || ${id})) % 1000 / 1000.0 AS part) AS chance
    WHERE person.state = 'active' AND part < ${read} AND ${published}::timestamptz + part * interval '31 hours' < now()
    ON CONFLICT DO NOTHING`.execute(db);
}

/** The room and the message of a published announcement; undefined until they are there. */
export async function announcementOnAir(
  db: Db,
  title: string,
): Promise<{ id: string; roomId: string; eventId: string; comments: number } | undefined> {
  const row = await db
    .selectFrom("announcement")
    .innerJoin("managed_room", "managed_room.key", "announcement.room_key")
    .select(["announcement.id", "room_id as roomId", "event_id as eventId"])
    .select(({ selectFrom }) =>
      selectFrom("announcement_answer")
        .whereRef("announcement_id", "=", "announcement.id")
        .where("announcement_answer.kind", "=", "comment")
        .select(({ fn }) => fn.countAll<number>().as("count"))
        .as("comments"),
    )
    .where("title", "=", title)
    .executeTakeFirst();
  if (row === undefined || row.roomId === null || row.eventId === null) return undefined;
  return { id: row.id, roomId: row.roomId, eventId: row.eventId, comments: Number(row.comments) };
}

/** Lets an announcement have been published earlier; the bell of those who read it is quiet. */
export async function backdateAnnouncement(db: Db, id: string, published: Date): Promise<void> {
  await sql`UPDATE announcement SET published_at = ${published} WHERE id = ${id}`.execute(db);
  await sql`
    UPDATE notice SET at = ${published}, read_at = coalesce(notice.read_at, reading.read_at)
    FROM announcement_reading reading JOIN person ON person.id = reading.person_id
    WHERE reading.announcement_id = ${id} AND notice.user_id = person.user_id
      AND notice.kind = 'announcement.published' AND notice.fields->>'announcementId' = ${id}`.execute(db);
}
