import { type SqlBool, sql } from "kysely";
import type { Db, Tx } from "../../db/connection.ts";
import { fold, type IndexedMessage, pairsOf } from "./model.ts";

const foldedOf = ({ text, file }: Pick<IndexedMessage, "text" | "file">): string =>
  fold(file === null ? text : `${text} ${file}`);

/** Takes messages into the index; those that are there stay as they are. */
export async function indexMessages(tx: Db, messages: readonly IndexedMessage[]): Promise<void> {
  if (messages.length === 0) return;
  await tx
    .insertInto("search_message")
    .values(
      messages.map((message) => {
        const folded = foldedOf(message);
        return {
          event_id: message.eventId,
          room_id: message.roomId,
          sender: message.sender,
          at: message.at,
          text: message.text,
          file: message.file,
          folded,
          pairs: pairsOf(folded),
        };
      }),
    )
    .onConflict((conflict) => conflict.column("event_id").doNothing())
    .execute();
}

/** A correction by its own author. */
export async function correctMessage(
  tx: Tx,
  { of, sender, text, file }: { readonly of: string; readonly sender: string } & Pick<IndexedMessage, "text" | "file">,
): Promise<void> {
  const folded = foldedOf({ text, file });
  await tx
    .updateTable("search_message")
    .set({ text, file, folded, pairs: pairsOf(folded) })
    .where("event_id", "=", of)
    .where("sender", "=", sender)
    .execute();
}

export const forgetMessage = (tx: Tx, eventId: string): Promise<unknown> =>
  tx.deleteFrom("search_message").where("event_id", "=", eventId).execute();

/** Keeps whether members see what was said before they came, and that a room has been read from its beginning. */
export async function noteRoom(
  tx: Db,
  roomId: string,
  facts: { readonly shared?: boolean; readonly readBack?: boolean },
): Promise<void> {
  await tx
    .insertInto("search_room")
    .values({ room_id: roomId, shared: facts.shared ?? true, read_back: facts.readBack ?? false })
    .onConflict((conflict) =>
      conflict.column("room_id").doUpdateSet({
        ...(facts.shared !== undefined && { shared: facts.shared }),
        ...(facts.readBack !== undefined && { read_back: facts.readBack }),
        room_id: roomId,
      }),
    )
    .execute();
}

/** Of these rooms, those that were read from their beginning, and those whose members see only what came after them. */
export async function roomFacts(
  db: Db,
  roomIds: readonly string[],
): Promise<{ readBack: Set<string>; narrow: Set<string> }> {
  const rows = await db
    .selectFrom("search_room")
    .selectAll()
    .where(sql<SqlBool>`room_id = ANY (${[...roomIds]}::text[])`)
    .execute();
  return {
    readBack: new Set(rows.filter((row) => row.read_back).map((row) => row.room_id)),
    narrow: new Set(rows.filter((row) => !row.shared).map((row) => row.room_id)),
  };
}

export interface SearchQuestion {
  readonly words: readonly string[];
  readonly rooms: readonly string[];
  readonly sender?: string | undefined;
  readonly from?: string | undefined;
  readonly until?: string | undefined;
  readonly zone: string;
  readonly files: boolean;
  /** Only what is older than this message. */
  readonly before?: { readonly at: Date; readonly eventId: string } | undefined;
  readonly limit: number;
}

export interface FoundRow {
  readonly eventId: string;
  readonly roomId: string;
  readonly sender: string;
  readonly at: Date;
  readonly text: string;
  readonly file: string | null;
  readonly nameEn: string | null;
  readonly nameZh: string | null;
}

const escaped = (word: string): string => word.replaceAll(/[\\%_]/g, String.raw`\$&`);

/** Messages with all the words in these rooms, newest first. */
export async function findMessages(db: Db, asked: SearchQuestion): Promise<FoundRow[]> {
  const { words, rooms, sender, from, until, zone, files, before, limit } = asked;
  const pairs = words.flatMap((word) => pairsOf(word));
  const conditions = [
    sql`room_id = ANY (${[...rooms]}::text[])`,
    ...(pairs.length > 0 ? [sql`pairs @> ${pairs}::text[]`] : []),
    ...words.map((word) => sql`folded LIKE ${`%${escaped(word)}%`}`),
    ...(sender === undefined ? [] : [sql`sender = ${sender}`]),
    ...(from === undefined ? [] : [sql`at >= (${from}::date)::timestamp AT TIME ZONE ${zone}`]),
    ...(until === undefined ? [] : [sql`at < (${until}::date + 1)::timestamp AT TIME ZONE ${zone}`]),
    ...(files ? [sql`file IS NOT NULL`] : []),
    ...(before === undefined ? [] : [sql`(at, event_id) < (${before.at}, ${before.eventId})`]),
  ];
  const { rows } = await sql<FoundRow>`
    SELECT found.event_id AS "eventId", found.room_id AS "roomId", found.sender, found.at, found.text, found.file,
      account.name_en AS "nameEn", account.name_zh AS "nameZh"
    FROM (
      SELECT * FROM search_message WHERE ${sql.join(conditions, sql` AND `)}
      ORDER BY at DESC, event_id DESC LIMIT ${limit}) AS found
    LEFT JOIN account ON account.user_id = found.sender
    ORDER BY found.at DESC, found.event_id DESC`.execute(db);
  return rows;
}
