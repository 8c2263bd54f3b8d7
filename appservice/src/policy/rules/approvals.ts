import type { Actor } from "../actor.ts";
import type { Decision } from "../engine.ts";

/** What the rule about requests for approval looks at. */
export interface ApprovalSubject {
  /** Asked it, is asked about it, or got a copy. */
  readonly participant: boolean;
  /** The form names the actor as somebody who sees all of its requests. */
  readonly oversees: boolean;
}

export const approvalRules = {
  "approval.read": (_actor: Actor, { participant, oversees }: ApprovalSubject): Decision => {
    if (participant) return { allowed: true, rule: "who takes part in a request sees it" };
    return oversees
      ? { allowed: true, rule: "who oversees a form sees its requests" }
      : { allowed: false, rule: "only who takes part in the request, or oversees its form" };
  },
};
