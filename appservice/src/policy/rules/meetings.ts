import type { MeetingRole } from "@portico/contract/meetings.ts";
import type { Actor } from "../actor.ts";
import type { Decision } from "../engine.ts";

/** What the rules about a meeting look at. */
export interface MeetingSubject {
  /** The asker's role in the meeting; null: is not in it. */
  readonly role: MeetingRole | null;
}

export const meetingRules = {
  "meeting.control": (_actor: Actor, { role }: MeetingSubject): Decision =>
    role === "host" || role === "co-host"
      ? { allowed: true, rule: "hosts and co-hosts lead the meeting" }
      : { allowed: false, rule: "only the host or a co-host" },
};
