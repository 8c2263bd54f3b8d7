import type { InboxSource } from "../../http/define.ts";
import { listOwed } from "./store.ts";

/** What somebody owns and has not decided. */
export const suggestionsInbox: InboxSource = async ({ personId }, db) =>
  personId === null
    ? []
    : (await listOwed(db, personId)).map(({ id, number, title, topic, receivedAt, dueAt }) => ({
        id,
        kind: "suggestion",
        title: { en: `Answer suggestion ${number}: ${title}`, zh: `答复第 ${number} 号建议：${title}` },
        text: topic.name,
        at: receivedAt.toISOString(),
        dueAt: dueAt.toISOString(),
        link: `/work/suggestions/${id}?view=owned`,
      }));
