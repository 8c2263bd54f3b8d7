import type { Actor } from "../actor.ts";
import type { Decision } from "../engine.ts";
import { approvalRules, type ApprovalSubject } from "./approvals.ts";
import { guestRules, type GuestSubject } from "./guests.ts";
import { meetingRules, type MeetingSubject } from "./meetings.ts";
import { partnerRules, type PartnerSubject } from "./partners.ts";
import { roomRules, type RoomSubject } from "./rooms.ts";
import { suggestionRules, type SuggestionSubject } from "./suggestions.ts";
import { type RequestSubject, ticketRules } from "./tickets.ts";

/** Abilities that depend on the object, and what a rule needs to know of it. */
export interface Subjects {
  "approval.read": ApprovalSubject;
  "guest.read": GuestSubject;
  "guest.issue-link": GuestSubject;
  "guest.prolong": GuestSubject;
  "guest.revoke": GuestSubject;
  "request.read": RequestSubject;
  "request.write": RequestSubject;
  "meeting.control": MeetingSubject;
  "partner.read": PartnerSubject;
  "partner.manage": PartnerSubject;
  "partner.work": PartnerSubject;
  "partner.accept": PartnerSubject;
  "partner.end": PartnerSubject;
  "room.read": RoomSubject;
  "room.manage-members": RoomSubject;
  "suggestion.read": SuggestionSubject;
  "suggestion.handle": SuggestionSubject;
  "suggestion.vote": SuggestionSubject;
}

type Rules = { readonly [A in keyof Subjects]: (actor: Actor, subject: Subjects[A]) => Decision };

export const rules: Rules = {
  ...approvalRules,
  ...guestRules,
  ...meetingRules,
  ...partnerRules,
  ...roomRules,
  ...suggestionRules,
  ...ticketRules,
};
