import type { SuggestionState } from "@portico/contract/suggestions.ts";
import { sql } from "kysely";
import type { Db, Tx } from "../../db/connection.ts";
import type { NamedPerson, SuggestionRecord } from "./model.ts";

const person = (id: string | null, userId: string | null, en: string | null, zh: string | null): NamedPerson | null =>
  id === null || userId === null ? null : { personId: id, userId, name: { en: en ?? "", zh: zh ?? "" } };

/** Who looks decides which vote is the own one. */
const suggestions = (db: Db, askerId: string | null) =>
  db
    .selectFrom("suggestion as s")
    .innerJoin("suggestion_topic as topic", "topic.id", "s.topic_id")
    .innerJoin("person as owner", "owner.id", "s.owner_id")
    .leftJoin("person as author", "author.id", "s.author_id")
    .selectAll("s")
    .select([
      "topic.name_en as topic_en",
      "topic.name_zh as topic_zh",
      "owner.user_id as owner_user",
      "owner.name_en as owner_en",
      "owner.name_zh as owner_zh",
      "author.user_id as author_user",
      "author.name_en as author_en",
      "author.name_zh as author_zh",
    ])
    .select((eb) => [
      eb
        .selectFrom("suggestion_vote as v")
        .select(({ fn }) => fn.countAll<number>().as("count"))
        .whereRef("v.suggestion_id", "=", "s.id")
        .as("votes"),
      eb
        .exists(
          eb
            .selectFrom("suggestion_vote as v")
            .select("v.person_id")
            .whereRef("v.suggestion_id", "=", "s.id")
            .where("v.person_id", "=", askerId),
        )
        .as("voted"),
    ]);
type Selected = Awaited<ReturnType<ReturnType<typeof suggestions>["execute"]>>[number];

const toRecord = (row: Selected): SuggestionRecord => ({
  id: row.id,
  number: row.number,
  title: row.title,
  text: row.text,
  topic: { id: row.topic_id, name: { en: row.topic_en, zh: row.topic_zh } },
  state: row.state,
  outcome: row.outcome,
  authorId: row.author_id,
  ownerId: row.owner_id,
  author: person(row.author_id, row.author_user, row.author_en, row.author_zh),
  owner: person(row.owner_id, row.owner_user, row.owner_en, row.owner_zh),
  published: row.share_answer && (row.state === "decided" || row.state === "done"),
  receivedAt: row.received_at,
  dueAt: row.due_at,
  escalations: row.escalations,
  answer: row.answer,
  answeredAt: row.answered_at,
  votes: row.votes ?? 0,
  voted: Boolean(row.voted),
  version: row.version,
});

export async function findSuggestion(
  db: Db,
  by: { readonly id: string } | { readonly secretHash: string },
  askerId: string | null = null,
): Promise<SuggestionRecord | undefined> {
  const row = await suggestions(db, askerId)
    .$if("id" in by, (query) => query.where("s.id", "=", "id" in by ? by.id : ""))
    .$if("secretHash" in by, (query) => query.where("s.secret_hash", "=", "secretHash" in by ? by.secretHash : ""))
    .executeTakeFirst();
  return row && toRecord(row);
}

/** Locks the row, so that of two who decide only one does; the record as it is under the lock. */
export async function lockSuggestion(tx: Tx, id: string): Promise<SuggestionRecord | undefined> {
  await tx.selectFrom("suggestion").select("id").where("id", "=", id).forNoKeyUpdate().execute();
  return findSuggestion(tx, { id });
}

export interface SuggestionFilter {
  readonly view: "published" | "mine" | "owned" | "all";
  readonly state?: SuggestionState | undefined;
  readonly topic?: string | undefined;
  readonly sort: "newest" | "votes";
}

const published = sql<boolean>`(s.share_answer AND s.state IN ('decided', 'done'))`;

/** A page after `offset`: the list is short enough to be counted through, and votes reorder it. */
export async function listSuggestions(
  db: Db,
  { view, state, topic, sort }: SuggestionFilter,
  visible: "all" | { readonly personId: string | null },
  askerId: string | null,
  page: { readonly offset: number; readonly limit: number },
): Promise<{ items: SuggestionRecord[]; total: number }> {
  const conditions = [
    visible === "all"
      ? sql`true`
      : sql`(${published} OR s.author_id = ${visible.personId} OR s.owner_id = ${visible.personId})`,
    ...(view === "published" ? [published] : []),
    ...(view === "mine" ? [sql`s.author_id = ${askerId}`] : []),
    ...(view === "owned" ? [sql`s.owner_id = ${askerId}`] : []),
    ...(state === undefined ? [] : [sql`s.state = ${state}`]),
    ...(topic === undefined ? [] : [sql`s.topic_id = ${topic}`]),
  ];
  const matches = sql<boolean>`${sql.join(conditions, sql` AND `)}`;
  const rows = await suggestions(db, askerId)
    .where(matches)
    .$if(sort === "votes", (query) => query.orderBy("votes", "desc"))
    .orderBy("s.number", "desc")
    .offset(page.offset)
    .limit(page.limit)
    .execute();
  const { total } = await db
    .selectFrom("suggestion as s")
    .select(({ fn }) => fn.countAll<number>().as("total"))
    .where(matches)
    .executeTakeFirstOrThrow();
  return { items: rows.map(toRecord), total };
}

export interface NewSuggestion {
  readonly id: string;
  readonly topicId: string;
  readonly title: string;
  readonly text: string;
  readonly authorId: string | null;
  readonly secretHash: string | null;
  readonly ownerId: string;
  readonly receivedAt: Date;
  readonly dueAt: Date;
  readonly shareAnswer: boolean;
}

/** False when one with this id is there already. */
export async function insertSuggestion(tx: Tx, suggestion: NewSuggestion): Promise<boolean> {
  const row = await tx
    .insertInto("suggestion")
    .values({
      id: suggestion.id,
      topic_id: suggestion.topicId,
      title: suggestion.title,
      text: suggestion.text,
      author_id: suggestion.authorId,
      secret_hash: suggestion.secretHash,
      owner_id: suggestion.ownerId,
      received_at: suggestion.receivedAt,
      due_at: suggestion.dueAt,
      share_answer: suggestion.shareAnswer,
    })
    .onConflict((conflict) => conflict.column("id").doNothing())
    .returning("id")
    .executeTakeFirst();
  return row !== undefined;
}

/** Writes what changes with the next version. */
export async function updateSuggestion(
  tx: Tx,
  id: string,
  change: {
    readonly state?: SuggestionState;
    readonly outcome?: "accepted" | "declined";
    readonly answer?: string;
    readonly answered_at?: Date;
    readonly owner_id?: string;
    readonly due_at?: Date;
    readonly escalations?: number;
  },
): Promise<void> {
  await tx
    .updateTable("suggestion")
    .set({ ...change, version: sql<number>`version + 1` })
    .where("id", "=", id)
    .execute();
}

export async function insertMessage(
  tx: Tx,
  message: { suggestionId: string; fromAuthor: boolean; personId: string | null; text: string; at: Date },
): Promise<void> {
  await tx
    .insertInto("suggestion_message")
    .values({
      suggestion_id: message.suggestionId,
      from_author: message.fromAuthor,
      person_id: message.personId,
      text: message.text,
      at: message.at,
    })
    .execute();
}

export async function listMessages(db: Db, suggestionId: string) {
  const rows = await db
    .selectFrom("suggestion_message as m")
    .leftJoin("person", "person.id", "m.person_id")
    .select(["m.id", "m.from_author", "m.text", "m.at", "person.name_en", "person.name_zh"])
    .where("m.suggestion_id", "=", suggestionId)
    .orderBy("m.id")
    .execute();
  return rows.map((row) => ({
    id: row.id,
    from: row.from_author ? ("author" as const) : ("owner" as const),
    name: row.name_en === null ? null : { en: row.name_en, zh: row.name_zh ?? "" },
    text: row.text,
    at: row.at,
  }));
}

export async function setVote(tx: Tx, suggestionId: string, personId: string, voted: boolean): Promise<void> {
  if (voted) {
    await tx
      .insertInto("suggestion_vote")
      .values({ suggestion_id: suggestionId, person_id: personId })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    return;
  }
  await tx
    .deleteFrom("suggestion_vote")
    .where("suggestion_id", "=", suggestionId)
    .where("person_id", "=", personId)
    .execute();
}

/** Open suggestions whose time has run out, or whose owner has left. */
export const listStuck = (db: Db, now: Date, limit: number): Promise<{ id: string }[]> =>
  db
    .selectFrom("suggestion as s")
    .innerJoin("person as owner", "owner.id", "s.owner_id")
    .select("s.id")
    .where("s.state", "in", ["received", "under_review"])
    .where((eb) => eb.or([eb("s.due_at", "<=", now), eb("owner.state", "=", "left")]))
    .orderBy("s.due_at")
    .limit(limit)
    .execute();

/** What somebody still has to decide. */
export async function listOwed(db: Db, personId: string): Promise<SuggestionRecord[]> {
  const rows = await suggestions(db, personId)
    .where("s.owner_id", "=", personId)
    .where("s.state", "in", ["received", "under_review"])
    .orderBy("s.due_at")
    .limit(200)
    .execute();
  return rows.map(toRecord);
}
