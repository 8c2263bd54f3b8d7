import { sql } from "kysely";
import type { ItemState } from "@portico/contract/operations.ts";
import type { Db, Tx } from "../../db/connection.ts";
import type { InboxRejectedRow } from "../../db/tables/inbox-event.ts";
import type { MatrixSendRow } from "../../db/tables/matrix-send.ts";

export interface ItemFilter {
  readonly state?: ItemState | undefined;
  readonly stream?: string | undefined;
  readonly text?: string | undefined;
  /** Only items before this position. */
  readonly before?: number | undefined;
}

/** One row of either side, with the same names. */
export interface ItemRecord {
  readonly position: number;
  readonly eventId: string | number;
  readonly consumer: string | null;
  readonly stream: string;
  readonly what: string;
  readonly at: Date;
  readonly attempts: number;
  readonly problem: string | null;
  readonly parkedAt: Date | null;
  readonly doneAt: Date | null;
  readonly replays: number;
  readonly content: Readonly<Record<string, unknown>>;
  /** Who caused it; null in the inbox. */
  readonly actor: string | null;
}

const pattern = (text: string): string => `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;

const selectInbox = (db: Db) =>
  db
    .selectFrom("inbox_event as item")
    .select([
      "item.position",
      "item.event_id as eventId",
      "item.room_id as stream",
      "item.type as what",
      "item.received_at as at",
      "item.attempts",
      "item.problem",
      "item.parked_at as parkedAt",
      "item.handled_at as doneAt",
      "item.replays",
      "item.event as content",
    ])
    .select(sql<null>`NULL`.as("consumer"))
    .select(sql<null>`NULL`.as("actor"));

const selectOutbox = (db: Db) =>
  db
    .selectFrom("outbox_delivery as item")
    .innerJoin("domain_event as event", "event.id", "item.event_id")
    .select([
      "item.position",
      "item.event_id as eventId",
      "item.consumer",
      "item.stream",
      "event.name as what",
      "event.at",
      "event.actor",
      "item.attempts",
      "item.problem",
      "item.parked_at as parkedAt",
      "item.finished_at as doneAt",
      "item.replays",
      "event.payload as content",
    ]);

type Marks = { done: "handled_at" | "finished_at" };

/** The marks of a state as a condition on `item`. */
const inState = (state: ItemState, { done }: Marks) => {
  const doneAt = sql.ref(`item.${done}`);
  if (state === "done") return sql<boolean>`${doneAt} IS NOT NULL`;
  if (state === "parked") return sql<boolean>`${doneAt} IS NULL AND item.parked_at IS NOT NULL`;
  if (state === "retrying") return sql<boolean>`${doneAt} IS NULL AND item.parked_at IS NULL AND item.attempts > 0`;
  return sql<boolean>`${doneAt} IS NULL AND item.attempts = 0`;
};

export async function listInbox(db: Db, filter: ItemFilter, limit: number): Promise<ItemRecord[]> {
  let query = selectInbox(db);
  if (filter.state !== undefined) query = query.where(inState(filter.state, { done: "handled_at" }));
  if (filter.stream !== undefined) query = query.where("item.room_id", "=", filter.stream);
  if (filter.before !== undefined) query = query.where("item.position", "<", filter.before);
  if (filter.text !== undefined) {
    const text = pattern(filter.text);
    query = query.where(
      sql<boolean>`(item.event_id ILIKE ${text} OR item.room_id ILIKE ${text} OR item.type ILIKE ${text} OR item.problem ILIKE ${text})`,
    );
  }
  return query.orderBy("item.position", "desc").limit(limit).execute();
}

export async function listOutbox(db: Db, filter: ItemFilter, limit: number): Promise<ItemRecord[]> {
  let query = selectOutbox(db);
  if (filter.state !== undefined) query = query.where(inState(filter.state, { done: "finished_at" }));
  if (filter.stream !== undefined) query = query.where("item.stream", "=", filter.stream);
  if (filter.before !== undefined) query = query.where("item.position", "<", filter.before);
  if (filter.text !== undefined) {
    const text = pattern(filter.text);
    query = query.where(
      sql<boolean>`(item.stream ILIKE ${text} OR event.name ILIKE ${text} OR event.actor ILIKE ${text} OR item.consumer ILIKE ${text} OR item.problem ILIKE ${text} OR event.payload::text ILIKE ${text})`,
    );
  }
  return query.orderBy("item.position", "desc").limit(limit).execute();
}

export async function listRejected(db: Db, filter: ItemFilter, limit: number): Promise<InboxRejectedRow[]> {
  let query = db.selectFrom("inbox_rejected").selectAll();
  if (filter.before !== undefined) query = query.where("id", "<", filter.before);
  if (filter.text !== undefined) {
    const text = pattern(filter.text);
    query = query.where(sql<boolean>`(body ILIKE ${text} OR problem ILIKE ${text})`);
  }
  return query.orderBy("id", "desc").limit(limit).execute();
}

export const findInbox = (db: Db, eventId: string): Promise<ItemRecord | undefined> =>
  selectInbox(db).where("item.event_id", "=", eventId).executeTakeFirst();

export const findOutbox = (db: Db, eventId: number, consumer: string): Promise<ItemRecord | undefined> =>
  selectOutbox(db).where("item.event_id", "=", eventId).where("item.consumer", "=", consumer).executeTakeFirst();

export const findRejected = (db: Db, id: number): Promise<InboxRejectedRow | undefined> =>
  db.selectFrom("inbox_rejected").selectAll().where("id", "=", id).executeTakeFirst();

export const listSendsOf = (db: Db, eventId: number): Promise<MatrixSendRow[]> =>
  db.selectFrom("matrix_send").selectAll().where("event_id", "=", eventId).orderBy("ordinal").execute();

/** Who handed the item over once more, and when. */
export const listReplays = (db: Db, itemId: string): Promise<{ actor: string; at: Date }[]> =>
  db
    .selectFrom("domain_event")
    .select(["actor", "at"])
    .where("name", "=", "operations.item-replayed")
    .where(sql<string>`payload->>'itemId'`, "=", itemId)
    .orderBy("id")
    .execute();

/** How many items come after this one in its stream and are not done. */
export async function countBehind(db: Db, item: ItemRecord): Promise<number> {
  const { rows } = await (
    item.consumer === null
      ? sql<{ behind: number }>`
        SELECT count(*) AS behind FROM inbox_event
        WHERE room_id = ${item.stream} AND handled_at IS NULL AND position > ${item.position}`
      : sql<{ behind: number }>`
        SELECT count(*) AS behind FROM outbox_delivery
        WHERE consumer = ${item.consumer} AND stream = ${item.stream} AND finished_at IS NULL
          AND position > ${item.position}`
  ).execute(db);
  return rows[0]?.behind ?? 0;
}

/** Makes an item due again if it is as the operator saw it; false when it is not. Wakes who handles it. */
export async function replayInbox(tx: Tx, eventId: string, version: number): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable("inbox_event")
    .set({ attempts: 0, next_attempt_at: null, parked_at: null, handled_at: null, replays: version + 1 })
    .where("event_id", "=", eventId)
    .where("replays", "=", version)
    .executeTakeFirst();
  await sql`SELECT pg_notify('inbox', '')`.execute(tx);
  return numUpdatedRows > 0n;
}

/** The same for an item of the outbox. */
export async function replayOutbox(tx: Tx, eventId: number, consumer: string, version: number): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable("outbox_delivery")
    .set({ attempts: 0, next_attempt_at: null, parked_at: null, finished_at: null, replays: version + 1 })
    .where("event_id", "=", eventId)
    .where("consumer", "=", consumer)
    .where("replays", "=", version)
    .executeTakeFirst();
  await sql`SELECT pg_notify('outbox', '')`.execute(tx);
  return numUpdatedRows > 0n;
}

interface Counts {
  readonly waiting: number;
  readonly retrying: number;
  readonly parked: number;
}

export async function countItems(db: Db): Promise<{ inbox: Counts & { rejected: number }; outbox: Counts }> {
  const { rows } = await sql<{ side: string; waiting: number; retrying: number; parked: number }>`
    SELECT side, count(*) FILTER (WHERE attempts = 0) AS waiting,
      count(*) FILTER (WHERE attempts > 0 AND parked_at IS NULL) AS retrying,
      count(*) FILTER (WHERE parked_at IS NOT NULL) AS parked
    FROM (
      SELECT 'inbox' AS side, attempts, parked_at FROM inbox_event WHERE handled_at IS NULL
      UNION ALL
      SELECT 'outbox', attempts, parked_at FROM outbox_delivery WHERE finished_at IS NULL
    ) AS open GROUP BY side`.execute(db);
  const { rejected } = await db
    .selectFrom("inbox_rejected")
    .select(({ fn }) => fn.countAll<number>().as("rejected"))
    .executeTakeFirstOrThrow();
  const of = (side: string): Counts => {
    const { waiting, retrying, parked } = rows.find((row) => row.side === side) ?? {
      waiting: 0,
      retrying: 0,
      parked: 0,
    };
    return { waiting, retrying, parked };
  };
  return { inbox: { ...of("inbox"), rejected }, outbox: of("outbox") };
}

/** Forgets what was done long ago; events that the homeserver delivered are its own to keep. */
export async function deleteOldItems(db: Db, before: Date): Promise<void> {
  await db.deleteFrom("inbox_event").where("handled_at", "<", before).execute();
  await db.deleteFrom("inbox_rejected").where("received_at", "<", before).execute();
  await db.deleteFrom("matrix_send").where("sent_at", "<", before).execute();
  await db.deleteFrom("outbox_delivery").where("finished_at", "<", before).execute();
}
