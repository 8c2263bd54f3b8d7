import type { Actor } from "../actor.ts";
import type { Decision } from "../engine.ts";
import { approvalRules, type ApprovalSubject } from "./approvals.ts";
import { guestRules, type GuestSubject } from "./guests.ts";
import { roomRules, type RoomSubject } from "./rooms.ts";

/** Abilities that depend on the object, and what a rule needs to know of it. */
export interface Subjects {
  "approval.read": ApprovalSubject;
  "guest.read": GuestSubject;
  "guest.issue-link": GuestSubject;
  "guest.prolong": GuestSubject;
  "guest.revoke": GuestSubject;
  "room.read": RoomSubject;
  "room.manage-members": RoomSubject;
}

type Rules = { readonly [A in keyof Subjects]: (actor: Actor, subject: Subjects[A]) => Decision };

export const rules: Rules = { ...approvalRules, ...guestRules, ...roomRules };
