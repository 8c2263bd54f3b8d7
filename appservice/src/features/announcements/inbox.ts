import type { InboxSource } from "../../http/define.ts";
import { partsOf } from "./audience/store.ts";
import { listToConfirm } from "./store.ts";

/** What somebody has to confirm and has not. */
export const announcementsInbox: InboxSource = async ({ personId }, db) =>
  personId === null
    ? []
    : (await listToConfirm(db, personId, await partsOf(db, personId))).map(({ id, title, publishedAt, en, zh }) => ({
        id,
        kind: "announcement",
        title: { en: `Confirm: ${title}`, zh: `请确认：${title}` },
        text: { en, zh: zh || en },
        at: (publishedAt ?? new Date()).toISOString(),
        link: `/work/announcements/${id}`,
      }));
