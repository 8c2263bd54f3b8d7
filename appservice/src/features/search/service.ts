import type { Context } from "../../context.ts";
import { inTransaction } from "../../db/connection.ts";
import { AppError } from "../../errors.ts";
import { type Actor, requireAccount } from "../../policy/actor.ts";
import { readBack } from "./history.ts";
import { excerpt, wordsOf } from "./model.ts";
import { findMessages, type FoundRow, roomFacts } from "./store.ts";

interface Asked {
  readonly q: string;
  readonly room?: string | undefined;
  readonly sender?: string | undefined;
  readonly from?: string | undefined;
  readonly until?: string | undefined;
  readonly zone: string;
  readonly files: "true" | "false";
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** Searches what people said. Who may see it, the homeserver says at the moment of the question. */
export function createSearchService({ db, matrix, jobs }: Pick<Context, "db" | "matrix" | "jobs">) {
  /** Where history is not shared with those who come later, the homeserver is asked about each message. */
  async function seenBy(userId: string, rows: readonly FoundRow[], narrow: ReadonlySet<string>): Promise<FoundRow[]> {
    const seen = await Promise.all(
      rows.map(async (row) => !narrow.has(row.roomId) || matrix.audience.sees(row.roomId, row.eventId, userId)),
    );
    return rows.filter((_row, at) => seen[at]);
  }

  return {
    async messages(actor: Actor, asked: Asked) {
      const { userId } = requireAccount(actor);
      const zone = zoneOf(asked.zone);
      const before = cursorOf(asked.cursor);
      const words = wordsOf(asked.q);
      const joined = await matrix.audience.joinedRooms(userId);
      const rooms = asked.room === undefined ? joined : joined.filter((roomId) => roomId === asked.room);
      const { readBack: known, narrow } = await roomFacts(db, rooms);
      const unread = rooms.filter((roomId) => !known.has(roomId));
      if (unread.length > 0) {
        const key = unread.toSorted().join(" ");
        await inTransaction(db, (tx) => jobs.send(tx, readBack, { roomIds: unread, userId }, { key }));
      }
      const narrowing = asked.sender !== undefined || asked.files === "true" || asked.room !== undefined;
      if (words.length === 0 && !narrowing) return { items: [], nextCursor: null, unread: unread.length };
      const { sender, from, until, limit } = asked;
      const files = asked.files === "true";
      const rows = await findMessages(db, { words, rooms, sender, from, until, zone, files, before, limit: limit + 1 });
      const page = rows.slice(0, limit);
      const last = page.at(-1);
      const items = await seenBy(userId, page, narrow);
      return {
        items: items.map(({ nameEn, nameZh, ...row }) => ({
          eventId: row.eventId,
          roomId: row.roomId,
          sender: { userId: row.sender, name: nameEn === null ? null : { en: nameEn, zh: nameZh ?? "" } },
          at: row.at.toISOString(),
          text: excerpt(row.text, words),
          file: row.file,
        })),
        nextCursor: rows.length > limit && last !== undefined ? `${last.at.getTime()}_${last.eventId}` : null,
        unread: unread.length,
      };
    },
  };
}

const refuse = (path: string, message: string): AppError =>
  new AppError("REQUEST_INVALID", {}, { problems: [{ path, message }] });

function zoneOf(zone: string): string {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone;
  } catch (error) {
    if (error instanceof RangeError) throw refuse("query.zone", "is no time zone");
    throw error;
  }
}

function cursorOf(cursor: string | undefined): { at: Date; eventId: string } | undefined {
  if (cursor === undefined) return undefined;
  const [, at, eventId] = /^(\d{1,15})_(\$[^\s]{1,254})$/.exec(cursor) ?? [];
  if (at === undefined || eventId === undefined) throw refuse("query.cursor", "was not given out by this list");
  return { at: new Date(Number(at)), eventId };
}
