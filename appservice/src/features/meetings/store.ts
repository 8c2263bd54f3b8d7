import type { LocalizedText } from "@portico/contract/common.ts";
import type { MeetingRole } from "@portico/contract/meetings.ts";
import { sql } from "kysely";
import type { Db, Tx } from "../../db/connection.ts";
import type { MeetingRow, ParticipantRow, RecordingRow } from "../../db/tables/meeting.ts";
import type { AccountActor } from "../../policy/actor.ts";

export const findMeeting = (db: Db, id: string): Promise<MeetingRow | undefined> =>
  db.selectFrom("meeting").selectAll().where("id", "=", id).executeTakeFirst();

/** The meeting that goes on in a Matrix room. */
export const findLive = (db: Db, roomId: string): Promise<MeetingRow | undefined> =>
  db.selectFrom("meeting").selectAll().where("room_id", "=", roomId).where("ended_at", "is", null).executeTakeFirst();

export const findLiveBySfuRoom = (db: Db, sfuRoom: string): Promise<MeetingRow | undefined> =>
  db.selectFrom("meeting").selectAll().where("sfu_room", "=", sfuRoom).where("ended_at", "is", null).executeTakeFirst();

export const listLive = (db: Db): Promise<MeetingRow[]> =>
  db.selectFrom("meeting").selectAll().where("ended_at", "is", null).orderBy("started_at").execute();

/** The same, until the transaction ends nobody else changes it. */
export const lockMeeting = (tx: Tx, id: string): Promise<MeetingRow | undefined> =>
  tx.selectFrom("meeting").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();

interface NewMeeting {
  readonly id: string;
  readonly roomId: string;
  readonly sfuRoom: string;
  readonly startedBy: string;
  readonly encrypted: boolean;
  readonly audience: readonly string[];
  readonly ringing: readonly string[];
  readonly ringUntil: Date | null;
}

/** False when another one began in the room meanwhile. */
export async function insertMeeting(tx: Tx, meeting: NewMeeting): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto("meeting")
    .values({
      id: meeting.id,
      room_id: meeting.roomId,
      sfu_room: meeting.sfuRoom,
      started_by: meeting.startedBy,
      started_at: new Date(),
      ended_at: null,
      empty_since: new Date(),
      encrypted: meeting.encrypted,
      audience: [...meeting.audience],
      ringing: [...meeting.ringing],
      ring_until: meeting.ringUntil,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}

export async function updateMeeting(
  db: Db,
  id: string,
  change: Partial<
    Pick<MeetingRow, "locked" | "lobby" | "drawing" | "drawers" | "empty_since" | "ringing" | "audience">
  >,
): Promise<void> {
  await db.updateTable("meeting").set(change).where("id", "=", id).execute();
}

/** Ends the meeting and every stay in it; false when it was over already. */
export async function endMeetingRow(tx: Tx, id: string, at: Date): Promise<boolean> {
  const ended = await tx
    .updateTable("meeting")
    .set({ ended_at: at, ringing: [] })
    .where("id", "=", id)
    .where("ended_at", "is", null)
    .executeTakeFirst();
  if (ended.numUpdatedRows === 0n) return false;
  await tx
    .updateTable("meeting_stay")
    .set({ left_at: at })
    .where("meeting_id", "=", id)
    .where("left_at", "is", null)
    .execute();
  return true;
}

export const listParticipants = (db: Db, meetingId: string): Promise<ParticipantRow[]> =>
  db.selectFrom("meeting_participant").selectAll().where("meeting_id", "=", meetingId).orderBy("name").execute();

export const findParticipant = (db: Db, meetingId: string, identity: string): Promise<ParticipantRow | undefined> =>
  db
    .selectFrom("meeting_participant")
    .selectAll()
    .where("meeting_id", "=", meetingId)
    .where("identity", "=", identity)
    .executeTakeFirst();

/** What is known of the user in this meeting, on whichever device. */
export const participantsOfUser = (db: Db, meetingId: string, userId: string): Promise<ParticipantRow[]> =>
  db
    .selectFrom("meeting_participant")
    .selectAll()
    .where("meeting_id", "=", meetingId)
    .where("user_id", "=", userId)
    .execute();

interface NewParticipant {
  readonly meetingId: string;
  readonly identity: string;
  readonly userId: string | null;
  readonly name: string;
  readonly company: string | null;
  readonly role: MeetingRole;
}

/** Who comes again keeps the role. */
export async function saveParticipant(db: Db, person: NewParticipant): Promise<void> {
  await db
    .insertInto("meeting_participant")
    .values({
      meeting_id: person.meetingId,
      identity: person.identity,
      user_id: person.userId,
      name: person.name,
      company: person.company,
      role: person.role,
      hand_raised_at: null,
      removed_at: null,
      delay_id: null,
      delay_restarted_at: null,
    })
    .onConflict((conflict) =>
      conflict.columns(["meeting_id", "identity"]).doUpdateSet({ name: person.name, company: person.company }),
    )
    .execute();
}

export async function updateParticipant(
  db: Db,
  meetingId: string,
  identity: string,
  change: Partial<Pick<ParticipantRow, "role" | "hand_raised_at" | "removed_at" | "delay_id" | "delay_restarted_at">>,
): Promise<void> {
  await db
    .updateTable("meeting_participant")
    .set(change)
    .where("meeting_id", "=", meetingId)
    .where("identity", "=", identity)
    .execute();
}

/** Notes once that a webhook came; false for a repeat. */
export async function noteWebhook(tx: Tx, id: string): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto("meeting_webhook")
    .values({ id })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** LiveKit repeats a webhook for seconds; after a day its id is worth nothing. */
export async function forgetWebhooks(db: Db): Promise<void> {
  await sql`DELETE FROM meeting_webhook WHERE received_at < now() - interval '1 day'`.execute(db);
}

interface StayKey {
  readonly meetingId: string;
  readonly sid: string;
  readonly identity: string;
}

/** True when the connection was not known. */
export async function openStay(db: Db, { meetingId, sid, identity }: StayKey, at: Date): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto("meeting_stay")
    .values({ meeting_id: meetingId, sid, identity, joined_at: at, left_at: null })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** True when the connection was open; one whose beginning was never told is noted as over. */
export async function closeStay(db: Db, { meetingId, sid, identity }: StayKey, at: Date): Promise<boolean> {
  const closed = await db
    .updateTable("meeting_stay")
    .set({ left_at: at })
    .where("meeting_id", "=", meetingId)
    .where("sid", "=", sid)
    .where("left_at", "is", null)
    .executeTakeFirst();
  if (closed.numUpdatedRows > 0n) return true;
  await db
    .insertInto("meeting_stay")
    .values({ meeting_id: meetingId, sid, identity, joined_at: at, left_at: at })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return false;
}

interface StayRecord {
  readonly sid: string;
  readonly identity: string;
  readonly joined_at: Date;
  readonly left_at: Date | null;
}

export const listStays = (db: Db, meetingId: string): Promise<StayRecord[]> =>
  db
    .selectFrom("meeting_stay")
    .select(["sid", "identity", "joined_at", "left_at"])
    .where("meeting_id", "=", meetingId)
    .orderBy("joined_at")
    .execute();

/** Live meetings that ring the user, newest first. */
export const listRinging = (db: Db, userId: string, now: Date): Promise<MeetingRow[]> =>
  db
    .selectFrom("meeting")
    .selectAll()
    .where("ended_at", "is", null)
    .where("ring_until", ">", now)
    .where(sql<boolean>`${userId} = ANY (ringing)`)
    .orderBy("started_at", "desc")
    .execute();

export async function stopRinging(db: Db, meetingId: string, userId: string): Promise<boolean> {
  const stopped = await db
    .updateTable("meeting")
    .set({ ringing: sql<string[]>`array_remove(ringing, ${userId})` })
    .where("id", "=", meetingId)
    .where(sql<boolean>`${userId} = ANY (ringing)`)
    .executeTakeFirst();
  return stopped.numUpdatedRows > 0n;
}

export const listRecordings = (db: Db, meetingId: string): Promise<RecordingRow[]> =>
  db.selectFrom("meeting_recording").selectAll().where("meeting_id", "=", meetingId).orderBy("requested_at").execute();

export interface AccountFacts {
  readonly staff: boolean;
  readonly name: LocalizedText;
  readonly company: string | null;
}

/** Name and company of an account of ours; undefined for a stranger. */
export async function factsOfAccount(db: Db, userId: string): Promise<AccountFacts | undefined> {
  const row = await db
    .selectFrom("account")
    .select(["class", "name_en", "name_zh", "company"])
    .where("user_id", "=", userId)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return { staff: row.class === "staff", name: { en: row.name_en, zh: row.name_zh }, company: row.company };
}

/** Whether Portico keeps the room, so that its own account can write there. */
export async function isManaged(db: Db, roomId: string): Promise<boolean> {
  const row = await db.selectFrom("managed_room").select("key").where("room_id", "=", roomId).executeTakeFirst();
  return row !== undefined;
}

/** An account whose access has not ended, as if it had signed in here; undefined for any other. */
export async function findAccountActor(db: Db, userId: string): Promise<AccountActor | undefined> {
  const row = await db.selectFrom("account").selectAll().where("user_id", "=", userId).executeTakeFirst();
  if (row === undefined || row.ended_at !== null) return undefined;
  if (row.expires_at !== null && row.expires_at <= new Date()) return undefined;
  return {
    kind: row.class,
    userId: row.user_id,
    role: row.role,
    name: { en: row.name_en, zh: row.name_zh },
    locale: row.locale,
    personId: row.person_id,
    guestId: row.guest_id,
    sessionHash: "",
  };
}
