import type { Actor } from "../actor.ts";
import type { Decision } from "../engine.ts";

/** What the rules about a customer's requests look at. */
export interface RequestSubject {
  readonly requesterId: string | null;
  readonly customerId: string | null;
  /** The company that the asker belongs to. */
  readonly askersCustomerId: string | null;
}

function ownOrLed(actor: Actor, request: RequestSubject): Decision {
  if (actor.kind !== "guest") return { allowed: false, rule: "only people of the customer" };
  if (request.requesterId === actor.userId) return { allowed: true, rule: "who filed a request sees it" };
  const same = request.customerId !== null && request.customerId === request.askersCustomerId;
  if (same && actor.role === "customer_lead") return { allowed: true, rule: "the lead sees the company's requests" };
  return { allowed: false, rule: "only who filed it, and who leads the customer's people" };
}

export const ticketRules = { "request.read": ownOrLed, "request.write": ownOrLed };
