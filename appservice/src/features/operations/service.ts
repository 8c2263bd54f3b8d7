import type { ItemState, OperationsDetail } from "@portico/contract/operations.ts";
import type { Context } from "../../context.ts";
import { inTransaction } from "../../db/connection.ts";
import { recordEvent } from "../../db/record-event.ts";
import { AppError } from "../../errors.ts";
import type { Actor } from "../../policy/actor.ts";
import { type ItemKey, readItemId, writeItemId } from "./model.ts";
import { presentDetail, presentItem, presentRejected } from "./present.ts";
import {
  countBehind,
  countItems,
  findInbox,
  findOutbox,
  findRejected,
  type ItemRecord,
  listInbox,
  listOutbox,
  listRejected,
  listReplays,
  listSendsOf,
  replayInbox,
  replayOutbox,
} from "./store.ts";

interface ItemQuery {
  readonly direction: "inbox" | "outbox";
  readonly state?: ItemState | undefined;
  readonly stream?: string | undefined;
  readonly text?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** What an operator sees of every event on its way, and can do about one that stands. */
export function createOperationsService({ db }: Pick<Context, "db">) {
  async function list({ direction, cursor, limit, ...rest }: ItemQuery) {
    const filter = { ...rest, before: cursor === undefined ? undefined : Number(cursor) };
    if (filter.state === "rejected") {
      const rows = direction === "inbox" ? await listRejected(db, filter, limit + 1) : [];
      return page(rows, limit, presentRejected, (row) => row.id);
    }
    const rows = await (direction === "inbox" ? listInbox : listOutbox)(db, filter, limit + 1);
    return page(rows, limit, presentItem, (row) => row.position);
  }

  async function get(id: string): Promise<OperationsDetail> {
    const key = mustRead(id);
    if (key.kind === "rejected") return rejected(key.id);
    const item = await mustFind(key);
    return presentDetail(item, {
      sends: key.kind === "outbox" && key.consumer === "matrix" ? await listSendsOf(db, key.eventId) : [],
      replays: await listReplays(db, writeItemId(key)),
      behind: await countBehind(db, item),
    });
  }

  async function rejected(id: number): Promise<OperationsDetail> {
    const row = await findRejected(db, id);
    if (row === undefined) throw new AppError("NOT_FOUND", { noun: "item" });
    const item = presentRejected(row);
    return {
      item,
      timeline: [{ step: "received", at: item.at, detail: row.transaction_id }],
      behind: 0,
      content: { body: row.body },
    };
  }

  /** Pressing twice does it once: the second press carries a version that is no longer current. */
  async function replay(actor: Actor, id: string, expectedVersion: number): Promise<OperationsDetail> {
    const key = mustRead(id);
    if (key.kind === "rejected") {
      await rejected(key.id);
      throw new AppError("REPLAY_IMPOSSIBLE");
    }
    await mustFind(key);
    await inTransaction(db, async (tx) => {
      const done =
        key.kind === "inbox"
          ? await replayInbox(tx, key.eventId, expectedVersion)
          : await replayOutbox(tx, key.eventId, key.consumer, expectedVersion);
      if (!done) throw new AppError("VERSION_CONFLICT");
      await recordEvent(tx, actor, "operations.item-replayed", { itemId: writeItemId(key) });
    });
    return get(id);
  }

  async function mustFind(key: Exclude<ItemKey, { kind: "rejected" }>): Promise<ItemRecord> {
    const item =
      key.kind === "inbox" ? await findInbox(db, key.eventId) : await findOutbox(db, key.eventId, key.consumer);
    if (item === undefined) throw new AppError("NOT_FOUND", { noun: "item" });
    return item;
  }

  return { list, get, replay, summary: () => countItems(db) };
}

function mustRead(id: string): ItemKey {
  const key = readItemId(id);
  if (key === undefined) throw new AppError("NOT_FOUND", { noun: "item" });
  return key;
}

function page<Row, Item>(
  rows: readonly Row[],
  limit: number,
  present: (row: Row) => Item,
  place: (row: Row) => number,
) {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(present),
    nextCursor: rows.length > limit && last !== undefined ? String(place(last)) : null,
  };
}
