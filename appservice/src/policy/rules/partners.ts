import type { Actor } from "../actor.ts";
import type { Decision } from "../engine.ts";

/** What the rules about partners look at: who works on the agreement, on both sides. */
export interface PartnerSubject {
  readonly contacts: readonly string[];
}

const isContact = (actor: Actor, { contacts }: PartnerSubject): boolean =>
  actor.kind !== "operator" && contacts.includes(actor.userId);

const contactOr =
  (...others: readonly string[]) =>
  (actor: Actor, subject: PartnerSubject): Decision => {
    if (isContact(actor, subject)) return { allowed: true, rule: "contact persons work with their partner" };
    return others.includes(actor.role)
      ? { allowed: true, rule: `${actor.role} oversees every partner` }
      : { allowed: false, rule: "only contact persons of the agreement" };
  };

export const partnerRules = {
  "partner.read": contactOr("admin", "auditor"),
  "partner.manage": contactOr("admin"),
  "partner.work": contactOr(),
  "partner.accept": contactOr(),
  "partner.end": contactOr("admin"),
};

/** Which partners an actor may see in a list: all of them, or those that one user works with. */
export function partnersVisibleTo(actor: Actor): { readonly userId: string } | "all" | "none" {
  if (actor.role === "admin" || actor.role === "auditor") return "all";
  return actor.kind === "operator" ? "none" : { userId: actor.userId };
}
