import type { ResponseOf } from "../api/types.ts";

export type Connection = ResponseOf<"POST /api/rooms/{roomId}/meeting/join">;
export type MeetingRole = Connection["role"];

/** The state of the meeting that the service keeps in the SFU's room (contract: `MeetingState`). */
export interface MeetingState {
  readonly meetingId: string;
  readonly startedAt: string;
  readonly locked: boolean;
  readonly lobby: boolean;
  readonly drawing: "all" | "some" | "none";
  readonly drawers: readonly string[];
  readonly roles: Readonly<Record<string, MeetingRole>>;
  readonly hands: readonly { readonly identity: string; readonly at: string }[];
  readonly waiting: number;
  readonly recording: { readonly state: string; readonly place: number | null } | null;
}

/** What the service tells this participant (contract: `ControlMessage`). */
export interface ControlMessage {
  readonly kind: "muted" | "ask-unmute" | "share-stopped" | "hand-lowered" | "role" | "drawing";
  readonly by: string;
  readonly role?: MeetingRole;
}

/** A picture that can be shown in a video element. */
export interface Picture {
  readonly id: string;
  readonly attach: (element: HTMLVideoElement) => void;
  readonly detach: (element: HTMLVideoElement) => void;
}

export type Quality = "excellent" | "good" | "poor" | "lost" | "unknown";

/** Somebody in the meeting, as plain data. */
export interface Seat {
  readonly identity: string;
  readonly userId: string | null;
  readonly name: string;
  /** Company of an outsider, empty when unknown; null for the company's own people. */
  readonly company: string | null;
  readonly role: MeetingRole;
  readonly own: boolean;
  readonly recorder: boolean;
  readonly speaking: boolean;
  readonly microphone: boolean;
  readonly camera: Picture | null;
  readonly screen: Picture | null;
  readonly quality: Quality;
  readonly handAt: string | null;
}

export type Phase = "connecting" | "connected" | "reconnecting" | "ended";
/** Why it ended: by the user, by a host, because it is over for all, or because the user is in it elsewhere. */
export type EndReason = "left" | "removed" | "over" | "elsewhere" | "refused";
