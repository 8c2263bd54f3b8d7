import type { Actor } from "../actor.ts";
import type { Decision } from "../engine.ts";
import { approvalRules, type ApprovalSubject } from "./approvals.ts";
import { guestRules, type GuestSubject } from "./guests.ts";
import { meetingRules, type MeetingSubject } from "./meetings.ts";
import { roomRules, type RoomSubject } from "./rooms.ts";
import { suggestionRules, type SuggestionSubject } from "./suggestions.ts";
import { taskRules, type TaskSubject } from "./tasks.ts";
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
  "room.read": RoomSubject;
  "room.manage-members": RoomSubject;
  "suggestion.read": SuggestionSubject;
  "suggestion.handle": SuggestionSubject;
  "suggestion.vote": SuggestionSubject;
  "task.read": TaskSubject;
  "task.write": TaskSubject;
  "task.remove": TaskSubject;
}

type Rules = { readonly [A in keyof Subjects]: (actor: Actor, subject: Subjects[A]) => Decision };

export const rules: Rules = {
  ...approvalRules,
  ...guestRules,
  ...meetingRules,
  ...roomRules,
  ...suggestionRules,
  ...taskRules,
  ...ticketRules,
};
