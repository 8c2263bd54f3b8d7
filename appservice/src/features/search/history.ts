import { z } from "zod";
import type { Context } from "../../context.ts";
import { defineJob, type Job, jobKind } from "../../jobs/job.ts";
import { contentOf, correctionOf, type IndexedMessage } from "./model.ts";
import { indexMessages, noteRoom, roomFacts } from "./store.ts";

/** Reads what was said in rooms before this service listened, with the eyes of a member. */
export const readBack = jobKind("read-room-history", z.object({ roomIds: z.array(z.string()), userId: z.string() }));

const PAGE = 200;

export const createHistoryReader = ({ db, matrix }: Pick<Context, "db" | "matrix">): Job => {
  async function readRoom(roomId: string, userId: string, signal: AbortSignal): Promise<void> {
    const shared = await matrix.audience.historyShared(roomId, userId);
    // No longer a member: the next one who searches reads it.
    if (shared === null) return;
    let from: string | undefined;
    do {
      const page = await matrix.audience.history(roomId, userId, { from, limit: PAGE });
      await indexMessages(
        db,
        page.events.flatMap((event) => indexed(roomId, event)),
      );
      from = page.next;
    } while (from !== undefined && !signal.aborted);
    if (signal.aborted) throw new Error("the service is stopping");
    await noteRoom(db, roomId, { shared, readBack: true });
  }

  return defineJob(readBack, async ({ roomIds, userId }, signal) => {
    const { readBack: known } = await roomFacts(db, roomIds);
    for (const roomId of roomIds) if (!known.has(roomId)) await readRoom(roomId, userId, signal);
  });
};

/** A message as the homeserver serves it, with its newest correction (CS API, "bundled aggregations of replacements"). */
function indexed(roomId: string, event: Readonly<Record<string, unknown>>): IndexedMessage[] {
  const read = Served.safeParse(event);
  if (!read.success || read.data.type !== "m.room.message" || correctionOf(read.data.content) !== null) return [];
  const { event_id: eventId, sender, origin_server_ts: at, content, unsigned } = read.data;
  const newest = unsigned?.["m.relations"]?.["m.replace"]?.content;
  const said = contentOf((newest === undefined ? undefined : correctionOf(newest)?.content) ?? content);
  return said === null ? [] : [{ eventId, roomId, sender, at: new Date(at), ...said }];
}

const Content = z.record(z.string(), z.unknown());
const Served = z.looseObject({
  type: z.string(),
  event_id: z.string(),
  sender: z.string(),
  origin_server_ts: z.number(),
  content: Content,
  unsigned: z
    .looseObject({
      "m.relations": z
        .looseObject({ "m.replace": z.looseObject({ content: Content.optional() }).optional() })
        .optional(),
    })
    .optional(),
});
