import type { Notice } from "@portico/contract/notifications.ts";
import type { Context } from "../../context.ts";
import { inTransaction } from "../../db/connection.ts";
import type { NoticeRow } from "../../db/tables/notice.ts";
import { type Actor, requireAccount } from "../../policy/actor.ts";
import { insertChanges } from "../live/index.ts";
import { countUnread, listNotices, markRead } from "./store.ts";

/** The bell of one account; nobody reads another's. */
export const createNotificationsService = ({ db }: Pick<Context, "db">) => ({
  async list(actor: Actor, { cursor, limit }: { cursor?: string | undefined; limit: number }) {
    const { userId } = requireAccount(actor);
    const rows = await listNotices(db, userId, {
      before: cursor === undefined ? undefined : Number(cursor),
      limit: limit + 1,
    });
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    return {
      items: items.map(present),
      unread: await countUnread(db, userId),
      nextCursor: rows.length > limit && last !== undefined ? String(last.id) : null,
    };
  },

  async read(actor: Actor, upTo: number) {
    const { userId } = requireAccount(actor);
    return inTransaction(db, async (tx) => {
      // The account's other windows follow.
      if (await markRead(tx, userId, upTo)) await insertChanges(tx, [{ topic: "notifications", users: [userId] }]);
      return { unread: await countUnread(tx, userId) };
    });
  },
});

const present = ({ id, kind, fields, at, read_at }: NoticeRow): Notice => ({
  id,
  kind,
  fields: { ...fields },
  at: at.toISOString(),
  read: read_at !== null,
});
