import type { Announcement } from "@portico/contract/announcements.ts";
import type { Db } from "../../db/connection.ts";
import type { AnnouncementRow } from "../../db/tables/announcement.ts";
import type { Actor } from "../../policy/actor.ts";
import { can } from "../../policy/engine.ts";
import type { AnnouncementSubject } from "../../policy/rules/announcements.ts";
import { nameParts } from "./audience/store.ts";
import { audienceOf, factsOf } from "./store.ts";

/** What the rules look at, of somebody who reads it as one of those whom it is for, or not. */
export const subjectOf = (row: AnnouncementRow, addressed: boolean): AnnouncementSubject => ({
  authorId: row.author_id,
  published: row.state === "published",
  addressed,
});

/** Announcements as the API shows them to somebody who may read them. */
export async function presentAll(
  db: Db,
  rows: readonly AnnouncementRow[],
  actor: Actor,
  addressed: (row: AnnouncementRow) => boolean,
): Promise<Announcement[]> {
  const asker =
    actor.kind === "operator" ? { personId: null, userId: "" } : { personId: actor.personId, userId: actor.userId };
  const facts = await factsOf(
    db,
    rows.map(({ id }) => id),
    asker,
  );
  const shown: Announcement[] = [];
  for (const row of rows) {
    const fact = facts.get(row.id);
    if (fact === undefined) continue;
    const audience = await nameParts(db, await audienceOf(db, row.id));
    shown.push({
      id: row.id,
      state: row.state,
      title: row.title,
      text: row.text,
      files: [...row.files],
      audience,
      mustConfirm: row.must_confirm,
      commentsOpen: row.comments_open,
      pinned: row.pinned,
      expiresAt: row.expires_at?.toISOString() ?? null,
      author: {
        personId: row.author_id,
        userId: fact.authorUserId,
        name: { en: fact.authorEn, zh: fact.authorZh },
      },
      publishAt: row.publish_at?.toISOString() ?? null,
      publishedAt: row.published_at?.toISOString() ?? null,
      edition: row.edition,
      correctedAt: row.corrected_at?.toISOString() ?? null,
      roomId: fact.roomId,
      eventId: row.event_id,
      likes: fact.likes,
      liked: fact.liked,
      comments: fact.comments,
      read: fact.readEdition === row.edition,
      confirmed: fact.confirmedEdition === row.edition,
      version: row.version,
      abilities: can(actor, "announcement.handle", subjectOf(row, addressed(row))) ? ["announcement.handle"] : [],
    });
  }
  return shown;
}
