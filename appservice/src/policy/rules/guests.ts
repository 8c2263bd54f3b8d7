import type { Actor } from "../actor.ts";
import type { Decision } from "../engine.ts";

/** What the rules about guests look at. */
export interface GuestSubject {
  readonly invitedBy: string;
}

const answersFor = (actor: Actor, guest: GuestSubject): boolean =>
  actor.kind === "staff" && actor.userId === guest.invitedBy;

const oversees = (actor: Actor): boolean => actor.role === "admin" || actor.role === "operator";

function ownOrOverseen(actor: Actor, guest: GuestSubject): Decision {
  if (oversees(actor)) return { allowed: true, rule: `${actor.role} answers for every guest` };
  if (answersFor(actor, guest)) return { allowed: true, rule: "who invited a guest answers for the guest" };
  return { allowed: false, rule: "only who invited the guest, or an administrator" };
}

export const guestRules = {
  "guest.read": (actor: Actor, guest: GuestSubject): Decision =>
    actor.role === "auditor" ? { allowed: true, rule: "auditors see every guest" } : ownOrOverseen(actor, guest),
  "guest.issue-link": ownOrOverseen,
  "guest.prolong": ownOrOverseen,
  "guest.revoke": ownOrOverseen,
};

/** Which guests an actor may see in a list: all of them, or those invited by one user. */
export function guestsVisibleTo(actor: Actor): { readonly invitedBy: string } | "all" | "none" {
  if (oversees(actor) || actor.role === "auditor") return "all";
  return actor.kind === "staff" ? { invitedBy: actor.userId } : "none";
}
