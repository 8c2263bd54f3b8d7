import type { Actor } from "../actor.ts";
import type { Decision } from "../engine.ts";

/** What the rules about announcements look at. */
export interface AnnouncementSubject {
  readonly authorId: string;
  readonly published: boolean;
  /** The actor is one of those whom it is for. */
  readonly addressed: boolean;
}

const isAuthor = (actor: Actor, authorId: string): boolean =>
  actor.kind !== "operator" && actor.personId !== null && actor.personId === authorId;

export const announcementRules = {
  "announcement.read": (actor: Actor, { authorId, published, addressed }: AnnouncementSubject): Decision => {
    if (isAuthor(actor, authorId)) return { allowed: true, rule: "authors see what they wrote" };
    return published && addressed
      ? { allowed: true, rule: "whom it is for reads it" }
      : { allowed: false, rule: "only those whom it is for, once it is published" };
  },
  "announcement.handle": (actor: Actor, { authorId, published, addressed }: AnnouncementSubject): Decision => {
    if (isAuthor(actor, authorId)) return { allowed: true, rule: "authors handle what they wrote" };
    return actor.role === "admin" && published && addressed
      ? { allowed: true, rule: "administrators handle what they can read" }
      : { allowed: false, rule: "only the author, or an administrator whom it is for" };
  },
};
