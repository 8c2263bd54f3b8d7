import { sql } from "kysely";
import type { Db } from "../../../db/connection.ts";
import type { EntryState, MeetingEntryRow, MeetingLinkRow } from "../../../db/tables/meeting.ts";

/** Who has not asked for this long has closed the page. */
const SILENCE_SECONDS = 15;

export async function insertLink(
  db: Db,
  link: Pick<MeetingLinkRow, "id" | "token_hash" | "room_id" | "created_by" | "expires_at" | "lobby">,
): Promise<void> {
  await db
    .insertInto("meeting_link")
    .values({ ...link, revoked_at: null })
    .execute();
}

/** A link that is still good. */
export const findLink = (db: Db, tokenHash: string, now: Date): Promise<MeetingLinkRow | undefined> =>
  db
    .selectFrom("meeting_link")
    .selectAll()
    .where("token_hash", "=", tokenHash)
    .where("revoked_at", "is", null)
    .where("expires_at", ">", now)
    .executeTakeFirst();

export const findLinkById = (db: Db, id: string): Promise<MeetingLinkRow | undefined> =>
  db.selectFrom("meeting_link").selectAll().where("id", "=", id).executeTakeFirst();

export async function revokeLinks(db: Db, roomId: string, now: Date): Promise<void> {
  await db
    .updateTable("meeting_link")
    .set({ revoked_at: now })
    .where("room_id", "=", roomId)
    .where("revoked_at", "is", null)
    .execute();
}

export async function insertEntry(
  db: Db,
  entry: Pick<
    MeetingEntryRow,
    "id" | "secret_hash" | "link_id" | "meeting_id" | "name" | "company" | "address" | "state"
  >,
): Promise<void> {
  const now = new Date();
  await db
    .insertInto("meeting_entry")
    .values({ ...entry, asked_at: now, seen_at: now, decided_at: null, decided_by: null })
    .execute();
}

export const findEntry = (db: Db, id: string, secretHash: string): Promise<MeetingEntryRow | undefined> =>
  db
    .selectFrom("meeting_entry")
    .selectAll()
    .where("id", "=", id)
    .where("secret_hash", "=", secretHash)
    .executeTakeFirst();

/** A person who was denied from this address by this link is left in the list until the pause is over. */
export async function deniedAt(db: Db, linkId: string, address: string, since: Date): Promise<Date | null> {
  const row = await db
    .selectFrom("meeting_entry")
    .select((eb) => eb.fn.max("decided_at").as("at"))
    .where("link_id", "=", linkId)
    .where("address", "=", address)
    .where("state", "in", ["denied", "removed"])
    .where("decided_at", ">", since)
    .executeTakeFirst();
  return row?.at ?? null;
}

export async function seeEntry(db: Db, id: string, meetingId: string | null): Promise<void> {
  await db
    .updateTable("meeting_entry")
    .set({ seen_at: new Date(), meeting_id: meetingId })
    .where("id", "=", id)
    .execute();
}

/** Decides on somebody who waits; false when that was done before. */
export async function decideEntry(
  db: Db,
  id: string,
  meetingId: string,
  state: EntryState,
  by: string,
): Promise<MeetingEntryRow | undefined> {
  return db
    .updateTable("meeting_entry")
    .set({ state, decided_at: new Date(), decided_by: by })
    .where("id", "=", id)
    .where("meeting_id", "=", meetingId)
    .where("state", "=", "waiting")
    .returningAll()
    .executeTakeFirst();
}

/** An admitted guest whom the host put out. */
export async function expelEntry(db: Db, id: string, by: string): Promise<void> {
  await db
    .updateTable("meeting_entry")
    .set({ state: "removed", decided_at: new Date(), decided_by: by })
    .where("id", "=", id)
    .execute();
}

const waitingOf = (db: Db, meetingId: string, now: Date) =>
  db
    .selectFrom("meeting_entry")
    .where("meeting_id", "=", meetingId)
    .where("state", "=", "waiting")
    .where("seen_at", ">", new Date(now.getTime() - SILENCE_SECONDS * 1000));

export const listWaiting = (db: Db, meetingId: string, now: Date): Promise<MeetingEntryRow[]> =>
  waitingOf(db, meetingId, now).selectAll().orderBy("asked_at").execute();

export async function countWaiting(db: Db, meetingId: string, now: Date): Promise<number> {
  const { waiting } = await waitingOf(db, meetingId, now)
    .select(sql<number>`count(*)`.as("waiting"))
    .executeTakeFirstOrThrow();
  return waiting;
}
