import type { Actor } from "../actor.ts";
import type { Decision } from "../engine.ts";
import { announcementRules, type AnnouncementSubject } from "./announcements.ts";
import { approvalRules, type ApprovalSubject } from "./approvals.ts";
import { guestRules, type GuestSubject } from "./guests.ts";
import { meetingRules, type MeetingSubject } from "./meetings.ts";
import { roomRules, type RoomSubject } from "./rooms.ts";
import { suggestionRules, type SuggestionSubject } from "./suggestions.ts";
import { type RequestSubject, ticketRules } from "./tickets.ts";

/** Abilities that depend on the object, and what a rule needs to know of it. */
export interface Subjects {
  "announcement.read": AnnouncementSubject;
  "announcement.handle": AnnouncementSubject;
  "approval.read": ApprovalSubject;
  "guest.read": GuestSubject;
  "guest.issue-link": GuestSubject;
  "guest.prolong": GuestSubject;
  "guest.revoke": GuestSubject;
  "request.read": RequestSubject;
  "request.write": RequestSubject;
  "meeting.control": MeetingSubject;
  "room.read": RoomSubject;
  "room.manage-members": RoomSubject;
  "suggestion.read": SuggestionSubject;
  "suggestion.handle": SuggestionSubject;
  "suggestion.vote": SuggestionSubject;
}

type Rules = { readonly [A in keyof Subjects]: (actor: Actor, subject: Subjects[A]) => Decision };

export const rules: Rules = {
  ...announcementRules,
  ...approvalRules,
  ...guestRules,
  ...meetingRules,
  ...roomRules,
  ...suggestionRules,
  ...ticketRules,
};
