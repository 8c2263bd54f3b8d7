import type { InboxSource } from "../../http/define.ts";
import { DAY_MS } from "./model.ts";
import { listOwed } from "./store.ts";

const SOON_MS = 7 * DAY_MS;

/** Tasks of one's own that are due within a week, or were. */
export const tasksInbox: InboxSource = async ({ userId }, db) =>
  (await listOwed(db, userId, new Date(Date.now() + SOON_MS))).map(
    ({ id, number, title, room, createdAt, dueAt }) => ({
      id,
      kind: "task",
      title: { en: `T-${number} ${title}`, zh: `T-${number} ${title}` },
      ...(room !== null && { text: room.name }),
      at: createdAt.toISOString(),
      ...(dueAt !== null && { dueAt: dueAt.toISOString() }),
      link: `/work/tasks/${id}`,
    }),
  );
