import type { Actor } from "../actor.ts";
import type { Decision } from "../engine.ts";

/** What the rules about suggestions look at. Person ids; no author: anonymous. */
export interface SuggestionSubject {
  readonly authorId: string | null;
  readonly ownerId: string;
  /** Decided, and the author agrees that everybody sees it. */
  readonly published: boolean;
}

const personOf = (actor: Actor): string | null => (actor.kind === "operator" ? null : actor.personId);
const isOne = (actor: Actor, personId: string | null): boolean => personId !== null && personOf(actor) === personId;

export const suggestionRules = {
  "suggestion.read": (actor: Actor, { authorId, ownerId, published }: SuggestionSubject): Decision => {
    if (published) return { allowed: true, rule: "published suggestions are for everybody" };
    if (isOne(actor, authorId)) return { allowed: true, rule: "authors see what they sent in" };
    if (isOne(actor, ownerId)) return { allowed: true, rule: "owners see what they are to answer" };
    return actor.role === "admin"
      ? { allowed: true, rule: "administrators see the whole box" }
      : { allowed: false, rule: "only author and owner, until it is published" };
  },
  "suggestion.handle": (actor: Actor, { ownerId }: SuggestionSubject): Decision =>
    isOne(actor, ownerId) || actor.role === "admin"
      ? { allowed: true, rule: "owners and administrators answer" }
      : { allowed: false, rule: "only the owner, or an administrator" },
  "suggestion.vote": (actor: Actor, { authorId, published }: SuggestionSubject): Decision => {
    if (!published) return { allowed: false, rule: "only published suggestions are voted for" };
    return isOne(actor, authorId)
      ? { allowed: false, rule: "nobody votes for what is their own" }
      : { allowed: true, rule: "everybody votes for what is published" };
  },
};

/** Whose suggestions a list may hold: everybody's, or only published ones and those of one person. */
export const suggestionsVisibleTo = (actor: Actor): "all" | { readonly personId: string | null } =>
  actor.role === "admin" ? "all" : { personId: personOf(actor) };
