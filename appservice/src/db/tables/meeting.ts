import type {
  Drawing,
  MeetingRole,
  RecordingFailure,
  RecordingGap,
  RecordingPart,
  RecordingState,
} from "@portico/contract/meetings.ts";
import type { ColumnType, Generated, JSONColumnType, Selectable } from "kysely";

/** A meeting in a Matrix room; at most one of a room goes on. */
export interface MeetingTable {
  id: string;
  room_id: string;
  /** Name of the SFU's room. Meetings of one Matrix room share it, one after the other. */
  sfu_room: string;
  started_by: string;
  started_at: Date;
  ended_at: Date | null;
  /** Since when nobody is in it. */
  empty_since: Date | null;
  locked: Generated<boolean>;
  lobby: Generated<boolean>;
  drawing: ColumnType<Drawing, Drawing | undefined, Drawing>;
  /** Identities that may draw when only some may. */
  drawers: Generated<string[]>;
  encrypted: Generated<boolean>;
  /** Members of the Matrix room, as far as they are known: who is told of changes. */
  audience: Generated<string[]>;
  /** Who is rung. */
  ringing: Generated<string[]>;
  ring_until: Date | null;
}
export type MeetingRow = Selectable<MeetingTable>;

export interface MeetingParticipantTable {
  meeting_id: string;
  identity: string;
  /** Null for a guest by link. */
  user_id: string | null;
  name: string;
  /** Null for the company's own people. */
  company: string | null;
  role: MeetingRole;
  hand_raised_at: Date | null;
  removed_at: Date | null;
  /** Delayed leave event (MSC4140) that the service keeps or sends for the client. */
  delay_id: string | null;
  delay_restarted_at: Date | null;
}
export type ParticipantRow = Selectable<MeetingParticipantTable>;

/** One connection of a participant with the SFU. */
export interface MeetingStayTable {
  meeting_id: string;
  sid: string;
  identity: string;
  joined_at: Date;
  left_at: Date | null;
}

/** Webhooks that were taken. */
export interface MeetingWebhookTable {
  id: string;
  received_at: Generated<Date>;
}

export interface MeetingLinkTable {
  id: string;
  token_hash: string;
  room_id: string;
  created_by: string;
  created_at: Generated<Date>;
  expires_at: Date;
  lobby: boolean;
  revoked_at: Date | null;
}
export type MeetingLinkRow = Selectable<MeetingLinkTable>;

/** Somebody who came by link. */
export interface MeetingEntryTable {
  id: string;
  secret_hash: string;
  link_id: string;
  meeting_id: string | null;
  name: string;
  company: string;
  address: string;
  asked_at: Date;
  /** Asked last whether the door is open; who is silent for long has gone. */
  seen_at: Date;
  state: ColumnType<EntryState, EntryState | undefined, EntryState>;
  decided_at: Date | null;
  decided_by: string | null;
}
export type EntryState = "waiting" | "admitted" | "denied" | "removed";
export type MeetingEntryRow = Selectable<MeetingEntryTable>;

export interface MeetingRecordingTable {
  id: string;
  meeting_id: string;
  state: RecordingState;
  requested_by: string;
  requested_at: Date;
  started_at: Date | null;
  ended_at: Date | null;
  seconds: number | null;
  bytes: number | null;
  media_url: string | null;
  gap_seconds: Generated<number>;
  /** The user, or the end of the meeting, wants it to end. */
  stop_requested_at: Date | null;
  /** Why there is less than there was to be. */
  failure: RecordingFailure | null;
  /** Where in the recording something is missing, and how much. */
  gaps: JSONColumnType<RecordingGap[], string | undefined>;
  /** The files in the room; more than one where the homeserver takes no file of that size. */
  parts: JSONColumnType<RecordingPart[], string | undefined>;
}
export type RecordingRow = Selectable<MeetingRecordingTable>;

/** Whose picture and sound a recording may hold. */
export interface MeetingRecordingConsentTable {
  recording_id: string;
  identity: string;
  agreed_at: Date;
}

/** A picture of a shared screen that somebody put into the room. */
export interface MeetingSnapshotTable {
  id: string;
  meeting_id: string;
  taken_by: string;
  taken_by_name: string;
  taken_at: Date;
  media_url: string;
  width: number;
  height: number;
  bytes: number;
}
export type SnapshotRow = Selectable<MeetingSnapshotTable>;
