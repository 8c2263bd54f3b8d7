import type { AudienceKind, AudiencePart } from "@portico/contract/announcements.ts";
import type { LocalizedText } from "@portico/contract/common.ts";
import { type ExpressionBuilder, type SqlBool, sql } from "kysely";
import type { Db, Tx } from "../../db/connection.ts";
import type { Database } from "../../db/database.ts";
import type { AnnouncementFile, AnnouncementRow } from "../../db/tables/announcement.ts";

export interface Content {
  readonly title: string;
  readonly text: string;
  readonly files: readonly AnnouncementFile[];
}
export interface Settings {
  readonly audience: readonly AudiencePart[];
  readonly mustConfirm: boolean;
  readonly commentsOpen: boolean;
  readonly pinned: boolean;
  readonly expiresAt: string | null;
}
export type Draft = Content & Settings;

const toColumns = ({ title, text, files, mustConfirm, commentsOpen, pinned, expiresAt }: Draft) => ({
  title,
  text,
  files: JSON.stringify(files),
  must_confirm: mustConfirm,
  comments_open: commentsOpen,
  pinned,
  expires_at: expiresAt === null ? null : new Date(expiresAt),
});

/** False when one with this id is there already. */
export async function insertAnnouncement(tx: Tx, id: string, authorId: string, draft: Draft): Promise<boolean> {
  const row = await tx
    .insertInto("announcement")
    .values({ id, author_id: authorId, ...toColumns(draft) })
    .onConflict((conflict) => conflict.column("id").doNothing())
    .returning("id")
    .executeTakeFirst();
  if (row !== undefined) await setAudience(tx, id, draft.audience);
  return row !== undefined;
}

export async function changeAnnouncement(tx: Tx, id: string, draft: Draft): Promise<void> {
  await tx.updateTable("announcement").set(toColumns(draft)).where("id", "=", id).execute();
  await setAudience(tx, id, draft.audience);
}

async function setAudience(tx: Tx, id: string, audience: readonly AudiencePart[]): Promise<void> {
  await tx.deleteFrom("announcement_audience").where("announcement_id", "=", id).execute();
  await tx
    .insertInto("announcement_audience")
    .values(audience.map((part) => ({ announcement_id: id, kind: part.kind, ref_id: part.id })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Writes what changes, with the next version. */
export async function updateAnnouncement(
  tx: Tx,
  id: string,
  change: {
    readonly state?: "draft" | "scheduled" | "published" | "recalled";
    readonly publish_at?: Date | null;
    readonly published_at?: Date;
    readonly corrected_at?: Date;
    readonly reminded_at?: Date;
    readonly edition?: number;
    readonly room_key?: string;
  } = {},
): Promise<void> {
  await tx
    .updateTable("announcement")
    .set({ ...change, version: sql<number>`version + 1` })
    .where("id", "=", id)
    .execute();
}

export const deleteAnnouncement = (tx: Tx, id: string): Promise<unknown> =>
  tx.deleteFrom("announcement").where("id", "=", id).execute();

export const findAnnouncement = (db: Db, id: string): Promise<AnnouncementRow | undefined> =>
  db.selectFrom("announcement").selectAll().where("id", "=", id).executeTakeFirst();

/** Locks the row, so that of two who change it one is first. */
export const lockAnnouncement = (tx: Tx, id: string): Promise<AnnouncementRow | undefined> =>
  tx.selectFrom("announcement").selectAll().where("id", "=", id).forNoKeyUpdate().executeTakeFirst();

export async function audienceOf(db: Db, id: string): Promise<AudiencePart[]> {
  const rows = await db
    .selectFrom("announcement_audience")
    .select(["kind", "ref_id as id"])
    .where("announcement_id", "=", id)
    .orderBy("kind")
    .orderBy("ref_id")
    .execute();
  return rows;
}

type Where = ExpressionBuilder<Database, "announcement">;

/** For one of these parts of the company. */
const addressed = (parts: readonly AudiencePart[]) => (eb: Where) =>
  eb.exists(
    eb
      .selectFrom("announcement_audience as a")
      .select("a.kind")
      .whereRef("a.announcement_id", "=", "announcement.id")
      .where(
        sql<SqlBool>`(a.kind, a.ref_id) IN (
          SELECT kind, id FROM json_to_recordset(${JSON.stringify(parts)}) AS part (kind text, id text))`,
      ),
  );

export const isAddressed = async (db: Db, id: string, parts: readonly AudiencePart[]): Promise<boolean> =>
  (await db.selectFrom("announcement").select("id").where("id", "=", id).where(addressed(parts)).executeTakeFirst()) !==
  undefined;

export interface ListFilter {
  readonly view: "front" | "archive" | "mine";
  readonly from?: AudienceKind | undefined;
}

/** A page: pinned ones first, then the newest. */
export async function listAnnouncements(
  db: Db,
  { view, from }: ListFilter,
  who: { readonly personId: string | null; readonly parts: readonly AudiencePart[] },
  page: { readonly offset: number; readonly limit: number },
): Promise<{ items: AnnouncementRow[]; total: number }> {
  const now = new Date();
  const matches = db
    .selectFrom("announcement")
    .$if(view === "mine", (query) => query.where("author_id", "=", who.personId ?? ""))
    .$if(view !== "mine", (query) => query.where("state", "=", "published").where(addressed(who.parts)))
    .$if(view === "front", (query) =>
      query.where((eb) => eb.or([eb("expires_at", "is", null), eb("expires_at", ">", now)])),
    )
    .$if(view === "archive", (query) => query.where("expires_at", "<=", now))
    .$if(from !== undefined, (query) =>
      query.where((eb) =>
        eb.exists(
          eb
            .selectFrom("announcement_audience as a")
            .select("a.kind")
            .whereRef("a.announcement_id", "=", "announcement.id")
            .where("a.kind", "=", from ?? "company"),
        ),
      ),
    );
  const items = await matches
    .selectAll("announcement")
    .$if(view === "front", (query) => query.orderBy("pinned", "desc"))
    .orderBy(sql`coalesce(published_at, publish_at, 'infinity')`, "desc")
    .orderBy("id")
    .offset(page.offset)
    .limit(page.limit)
    .execute();
  const { total } = await matches.select(({ fn }) => fn.countAll<number>().as("total")).executeTakeFirstOrThrow();
  return { items, total };
}

/** What several announcements show besides their own row: people, counts, and where the asker stands. */
export async function factsOf(db: Db, ids: readonly string[], asker: { personId: string | null; userId: string }) {
  if (ids.length === 0) return new Map<string, Facts>();
  const { rows } = await sql<Facts & { id: string }>`
    SELECT announcement.id, author.user_id AS "authorUserId", author.name_en AS "authorEn", author.name_zh AS "authorZh",
      room.room_id AS "roomId",
      (SELECT count(DISTINCT user_id)::int FROM announcement_answer a
        WHERE a.announcement_id = announcement.id AND kind = 'like') AS likes,
      (SELECT count(*)::int FROM announcement_answer a
        WHERE a.announcement_id = announcement.id AND kind = 'comment') AS comments,
      (SELECT event_id FROM announcement_answer a
        WHERE a.announcement_id = announcement.id AND kind = 'like' AND user_id = ${asker.userId} LIMIT 1) AS liked,
      reading.read_edition AS "readEdition", reading.confirmed_edition AS "confirmedEdition"
    FROM announcement
    JOIN person author ON author.id = announcement.author_id
    LEFT JOIN managed_room room ON room.key = announcement.room_key
    LEFT JOIN announcement_reading reading
      ON reading.announcement_id = announcement.id AND reading.person_id = ${asker.personId}
    WHERE announcement.id IN (${sql.join(ids)})`.execute(db);
  return new Map<string, Facts>(rows.map(({ id, ...facts }) => [id, facts]));
}
export interface Facts {
  readonly authorUserId: string;
  readonly authorEn: string;
  readonly authorZh: string;
  readonly roomId: string | null;
  readonly likes: number;
  readonly comments: number;
  readonly liked: string | null;
  readonly readEdition: number | null;
  readonly confirmedEdition: number | null;
}

/** Keeps the edition that a correction replaces. */
export async function keepEdition(tx: Tx, row: AnnouncementRow, authorId: string): Promise<void> {
  await tx
    .insertInto("announcement_edition")
    .values({
      announcement_id: row.id,
      edition: row.edition,
      author_id: authorId,
      title: row.title,
      text: row.text,
      files: JSON.stringify(row.files),
      at: row.corrected_at ?? row.published_at ?? new Date(),
    })
    .execute();
}

export async function listEditions(db: Db, id: string) {
  const rows = await db
    .selectFrom("announcement_edition")
    .innerJoin("person", "person.id", "announcement_edition.author_id")
    .select(["edition", "title", "text", "files", "at", "person.name_en", "person.name_zh"])
    .where("announcement_id", "=", id)
    .orderBy("edition", "desc")
    .execute();
  return rows.map(({ name_en: en, name_zh: zh, at, ...rest }) => ({
    ...rest,
    files: [...rest.files],
    at: at.toISOString(),
    author: { en, zh } satisfies LocalizedText,
  }));
}

/** Marks it read; true when it was not read in this edition before. */
export async function markRead(tx: Tx, id: string, personId: string, edition: number): Promise<boolean> {
  const { rows } = await sql`
    INSERT INTO announcement_reading AS stored (announcement_id, person_id, read_at, read_edition)
    VALUES (${id}, ${personId}, now(), ${edition})
    ON CONFLICT (announcement_id, person_id) DO UPDATE SET read_edition = excluded.read_edition, read_at = now()
      WHERE stored.read_edition < excluded.read_edition
    RETURNING 1`.execute(tx);
  return rows.length > 0;
}

/** Marks it confirmed in this edition; true when it was not before. */
export async function markConfirmed(tx: Tx, id: string, personId: string, edition: number): Promise<boolean> {
  await markRead(tx, id, personId, edition);
  const row = await tx
    .updateTable("announcement_reading")
    .set({ confirmed_at: new Date(), confirmed_edition: edition })
    .where("announcement_id", "=", id)
    .where("person_id", "=", personId)
    .where((eb) => eb.or([eb("confirmed_edition", "is", null), eb("confirmed_edition", "<", edition)]))
    .returning("person_id")
    .executeTakeFirst();
  return row !== undefined;
}

export interface ReaderRow {
  readonly personId: string;
  readonly userId: string;
  readonly en: string;
  readonly zh: string;
  readonly departmentEn: string | null;
  readonly departmentZh: string | null;
  readonly readAt: Date | null;
  readonly confirmedAt: Date | null;
}

/** Everybody of these people with what they did; those who still have something to do first. */
export async function listReaders(
  db: Db,
  { id, edition }: Pick<AnnouncementRow, "id" | "edition">,
  people: readonly string[],
): Promise<ReaderRow[]> {
  const { rows } = await sql<ReaderRow>`
    SELECT person.id AS "personId", person.user_id AS "userId", person.name_en AS en, person.name_zh AS zh,
      department.name_en AS "departmentEn", department.name_zh AS "departmentZh",
      reading.read_at AS "readAt",
      CASE WHEN reading.confirmed_edition = ${edition} THEN reading.confirmed_at END AS "confirmedAt"
    FROM json_array_elements_text(${JSON.stringify(people)}) AS given (id)
    JOIN person ON person.id = given.id
    LEFT JOIN department ON department.id = person.department_id
    LEFT JOIN announcement_reading reading ON reading.announcement_id = ${id} AND reading.person_id = person.id
    ORDER BY reading.confirmed_at IS NOT NULL, reading.read_at IS NOT NULL, person.name_en, person.id`.execute(db);
  return rows;
}

/** What somebody still has to confirm. */
export async function listToConfirm(db: Db, personId: string, parts: readonly AudiencePart[]) {
  return db
    .selectFrom("announcement")
    .innerJoin("person as author", "author.id", "announcement.author_id")
    .leftJoin("announcement_reading as reading", (join) =>
      join.onRef("reading.announcement_id", "=", "announcement.id").on("reading.person_id", "=", personId),
    )
    .select([
      "announcement.id",
      "announcement.title",
      "announcement.published_at as publishedAt",
      "author.name_en as en",
      "author.name_zh as zh",
    ])
    .where("announcement.state", "=", "published")
    .where("must_confirm", "=", true)
    .where("author_id", "<>", personId)
    .where((eb) => eb.or([eb("expires_at", "is", null), eb("expires_at", ">", new Date())]))
    .where(sql<SqlBool>`reading.confirmed_edition IS DISTINCT FROM announcement.edition`)
    .where(addressed(parts) as never)
    .orderBy("published_at", "desc")
    .execute();
}

/** Scheduled ones whose moment has come. */
export const listDue = (db: Db, now: Date) =>
  db.selectFrom("announcement").select("id").where("state", "=", "scheduled").where("publish_at", "<=", now).execute();

/** Rooms of what is published, with those who wrote in them and the messages that may no longer be answered. */
export async function listRooms(db: Db, key?: string) {
  const rows = await db
    .selectFrom("announcement")
    .innerJoin("person", "person.id", "announcement.author_id")
    .select(["announcement.id", "room_key as key", "event_id", "comments_open", "announcement.state", "person.user_id"])
    .where("room_key", "is not", null)
    .where("published_at", "is not", null)
    .$if(key !== undefined, (query) => query.where("room_key", "=", key ?? ""))
    .orderBy("published_at", "desc")
    .execute();
  const rooms = new Map<string, { latest: string; authors: string[]; closed: string[] }>();
  for (const row of rows) {
    if (row.key === null) continue;
    const room = rooms.get(row.key) ?? { latest: row.id, authors: [], closed: [] };
    room.authors.push(row.user_id);
    if (row.event_id !== null && (!row.comments_open || row.state === "recalled")) room.closed.push(row.event_id);
    rooms.set(row.key, room);
  }
  return rooms;
}

/** The Matrix room of a key and the event that told of it, or undefined while there is none. */
export async function findRoom(db: Db, key: string): Promise<{ roomId: string; createdEvent: number } | undefined> {
  const row = await db.selectFrom("managed_room").select("room_id").where("key", "=", key).executeTakeFirst();
  if (row?.room_id == null) return undefined;
  const created = await db
    .selectFrom("domain_event")
    .select("id")
    .where("stream", "=", `room:${row.room_id}`)
    .where("name", "=", "room.created")
    .executeTakeFirst();
  return { roomId: row.room_id, createdEvent: created?.id ?? 0 };
}

/** What was published for a room before a moment in the order of events, oldest first. */
export async function publishedBefore(db: Db, roomId: string, eventId: number): Promise<AnnouncementRow[]> {
  return db
    .selectFrom("announcement")
    .innerJoin("managed_room", "managed_room.key", "announcement.room_key")
    .innerJoin("domain_event", (join) =>
      join
        .on("domain_event.name", "=", "announcement.published")
        .on(sql<SqlBool>`domain_event.stream = 'announcement:' || announcement.id`),
    )
    .selectAll("announcement")
    .where("managed_room.room_id", "=", roomId)
    .where("announcement.state", "=", "published")
    .where("domain_event.id", "<", eventId)
    .orderBy("published_at")
    .execute();
}

/** The bot's message about an announcement came back: the first is what is answered. */
export async function noteMessage(tx: Tx, id: string, eventId: string): Promise<void> {
  await tx
    .insertInto("announcement_message")
    .columns(["event_id", "announcement_id"])
    .expression((eb) =>
      eb
        .selectFrom("announcement")
        .select([sql<string>`${eventId}`.as("event_id"), "id as announcement_id"])
        .where("id", "=", id),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await tx
    .updateTable("announcement")
    .set({ event_id: eventId })
    .where("id", "=", id)
    .where("event_id", "is", null)
    .execute();
}

export async function messagesOf(db: Db, id: string): Promise<string[]> {
  const rows = await db
    .selectFrom("announcement_message")
    .select("event_id")
    .where("announcement_id", "=", id)
    .orderBy("event_id")
    .execute();
  return rows.map((row) => row.event_id);
}

/** Keeps that somebody commented or liked the message; gives the announcement where there is one. */
export async function noteAnswer(
  tx: Tx,
  answer: {
    readonly eventId: string;
    readonly root: string;
    readonly kind: "comment" | "like";
    readonly userId: string;
  },
): Promise<string | undefined> {
  const { rows } = await sql<{ announcement_id: string }>`
    INSERT INTO announcement_answer (event_id, announcement_id, kind, user_id)
    SELECT ${answer.eventId}, id, ${answer.kind}, ${answer.userId} FROM announcement WHERE event_id = ${answer.root}
    ON CONFLICT DO NOTHING RETURNING announcement_id`.execute(tx);
  return rows[0]?.announcement_id;
}

export async function forgetAnswer(tx: Tx, eventId: string): Promise<string | undefined> {
  const row = await tx
    .deleteFrom("announcement_answer")
    .where("event_id", "=", eventId)
    .returning("announcement_id")
    .executeTakeFirst();
  return row?.announcement_id;
}
