import { z } from "zod";
import { LocalizedText, NoContent, RoomId, Timestamp } from "./common.ts";
import { defineAbilities, defineErrors, defineTopics, event } from "./declare.ts";
import { outsiderRoles, staffRoles } from "./roles.ts";
import { defineRoutes } from "./routes.ts";

/** What somebody may do in a meeting. The host and co-hosts lead it. */
export const MeetingRole = z.enum(["host", "co-host", "member", "guest"]).meta({ id: "MeetingRole" });
export type MeetingRole = z.infer<typeof MeetingRole>;

/** Who may draw on a shared screen besides the one who shares. */
export const Drawing = z.enum(["all", "some", "none"]).meta({ id: "MeetingDrawing" });
export type Drawing = z.infer<typeof Drawing>;

export const RecordingState = z.enum(["queued", "starting", "recording", "finishing", "done", "failed"]);
export type RecordingState = z.infer<typeof RecordingState>;

/** Why a recording holds less than it was to hold. */
export const RecordingFailure = z.enum(["recorder", "disk", "quota", "too-long", "never-started", "empty", "upload"]);
export type RecordingFailure = z.infer<typeof RecordingFailure>;

export const RecordingGap = z.object({
  at: z.number().meta({ description: "Second of the recording after which something is missing" }),
  seconds: z.number(),
});
export type RecordingGap = z.infer<typeof RecordingGap>;

export const RecordingPart = z.object({
  mediaUrl: z.string().meta({ description: "`mxc:` address of the file in the room" }),
  seconds: z.number(),
  bytes: z.number(),
});
export type RecordingPart = z.infer<typeof RecordingPart>;

const Stay = z.object({ joinedAt: Timestamp, leftAt: Timestamp.nullable() });

export const MeetingPerson = z
  .object({
    identity: z.string().meta({ description: "Identity at the SFU" }),
    userId: z.string().nullable().meta({ description: "Null for a guest by link" }),
    name: z.string(),
    company: z.string().nullable().meta({ description: "Company of an outsider; empty when it is not known" }),
    role: MeetingRole,
    present: z.boolean(),
    stays: z.array(Stay),
  })
  .meta({ id: "MeetingPerson" });
export type MeetingPerson = z.infer<typeof MeetingPerson>;

export const MeetingRecording = z
  .object({
    id: z.string(),
    state: RecordingState,
    startedAt: Timestamp.nullable(),
    endedAt: Timestamp.nullable(),
    queuePlace: z.number().int().nullable().meta({ description: "1 is next; null when it does not wait" }),
    seconds: z.number().nullable(),
    bytes: z.number().nullable(),
    parts: z
      .array(RecordingPart)
      .meta({ description: "More than one where the homeserver takes no file of that size" }),
    gapSeconds: z.number().meta({ description: "What is missing where the recorder failed" }),
    gaps: z.array(RecordingGap),
    failure: RecordingFailure.nullable(),
  })
  .meta({ id: "MeetingRecording" });
export type MeetingRecording = z.infer<typeof MeetingRecording>;

const MeetingSnapshot = z.object({
  id: z.string(),
  takenAt: Timestamp,
  takenBy: z.string().meta({ description: "Name of who put it into the room" }),
  mediaUrl: z.string(),
});

export const Meeting = z
  .object({
    id: z.string(),
    roomId: RoomId,
    startedBy: z.string(),
    startedByName: z.string(),
    startedAt: Timestamp,
    endedAt: Timestamp.nullable(),
    locked: z.boolean(),
    lobby: z.boolean(),
    drawing: Drawing,
    encrypted: z.boolean(),
    people: z.array(MeetingPerson),
    waiting: z.number().int(),
    recordings: z.array(MeetingRecording),
    snapshots: z.array(MeetingSnapshot),
    abilities: z.array(z.enum(["meeting.control", "meeting.record", "meeting.link"])),
  })
  .meta({ id: "Meeting" });
export type Meeting = z.infer<typeof Meeting>;

/** How to connect to the SFU. */
export const Connection = z
  .object({
    meetingId: z.string(),
    roomId: RoomId,
    roomName: z.string(),
    url: z.string().meta({ description: "Websocket address of the SFU" }),
    token: z.string().meta({ description: "Good for two minutes and for this meeting only" }),
    identity: z.string(),
    role: MeetingRole,
    encrypted: z.boolean(),
    serviceUrl: z.string().meta({ description: "The service named in MatrixRTC member events" }),
  })
  .meta({ id: "MeetingConnection" });
export type Connection = z.infer<typeof Connection>;

/** Metadata of the SFU's room: what everybody in the meeting sees of its state. Written by the service only. */
export const MeetingState = z.object({
  meetingId: z.string(),
  startedAt: z.string(),
  locked: z.boolean(),
  lobby: z.boolean(),
  drawing: Drawing,
  drawers: z.array(z.string()),
  roles: z.record(z.string(), MeetingRole),
  hands: z.array(z.object({ identity: z.string(), at: z.string() })),
  waiting: z.number().int(),
  recording: z.object({ state: RecordingState, place: z.number().int().nullable() }).nullable(),
});
export type MeetingState = z.infer<typeof MeetingState>;

/** Topic of data messages from the service to one participant. */
export const CONTROL_TOPIC = "portico.control";
/** What the service tells a participant about somebody's wish. */
export const ControlMessage = z.object({
  kind: z.enum(["muted", "ask-unmute", "share-stopped", "hand-lowered", "role", "drawing"]),
  by: z.string(),
  role: MeetingRole.optional(),
});
export type ControlMessage = z.infer<typeof ControlMessage>;

/** Topic of data messages with strokes on a shared screen. */
export const DRAWING_TOPIC = "portico.drawing";

const identity = z.string().min(1).max(400);

export const MeetingAction = z
  .discriminatedUnion("action", [
    z.strictObject({ action: z.literal("mute"), identity }),
    z.strictObject({ action: z.literal("mute-all") }),
    z.strictObject({ action: z.literal("ask-unmute"), identity }),
    z.strictObject({ action: z.literal("stop-share"), identity }),
    z.strictObject({ action: z.literal("lower-hand"), identity }),
    z.strictObject({ action: z.literal("remove"), identity }),
    z.strictObject({ action: z.literal("set-role"), identity, role: z.enum(["host", "co-host", "member"]) }),
    z.strictObject({ action: z.literal("lock"), locked: z.boolean() }),
    z.strictObject({ action: z.literal("lobby"), lobby: z.boolean() }),
    z.strictObject({ action: z.literal("drawing"), drawing: Drawing, identities: z.array(identity).max(100) }),
    z.strictObject({ action: z.literal("end") }),
  ])
  .meta({ id: "MeetingAction" });
export type MeetingAction = z.infer<typeof MeetingAction>;

const Waiting = z.object({ id: z.string(), name: z.string(), company: z.string(), since: Timestamp });

const LinkToken = z.string().regex(/^[A-Za-z0-9_-]{43}$/, "is no meeting link");
const Entry = z.strictObject({ entryId: z.string().max(64), secret: z.string().max(64) });
const GuestName = z
  .string()
  .trim()
  .min(1)
  .max(80)
  .regex(/^[^\p{Cc}\u200e\u200f\u2028-\u202e\u2066-\u2069]*$/u, "may not hold control or direction characters");

const roomParams = z.strictObject({ roomId: RoomId });
const meetingParams = z.strictObject({ meetingId: z.string().max(64) });

export const abilities = defineAbilities({
  "meeting.join": { meaning: "take part in meetings of one's rooms", roles: [...staffRoles, ...outsiderRoles] },
  "meeting.start": { meaning: "start a meeting in a room", roles: staffRoles },
  "meeting.control": { meaning: "lead a meeting as its host or co-host", roles: staffRoles },
  "meeting.link": { meaning: "let somebody into a meeting by link", roles: staffRoles },
});

const meeting = ({ meetingId }: { meetingId: string }): string => `meeting:${meetingId}`;

export const events = {
  "meeting.started": event<{ meetingId: string; roomId: string }>(meeting),
  "meeting.changed": event<{ meetingId: string; roomId: string }>(meeting),
  "meeting.declined": event<{ meetingId: string; roomId: string }>(meeting),
  "meeting.controlled": event<{ meetingId: string; roomId: string; action: string; target?: string }>(meeting),
  "meeting.waiting": event<{ meetingId: string; roomId: string; name: string }>(meeting),
  "meeting.admitted": event<{ meetingId: string; roomId: string; name: string }>(meeting),
  "meeting.denied": event<{ meetingId: string; roomId: string; name: string }>(meeting),
  "meeting.link-created": event<{ meetingId: string; roomId: string }>(meeting),
  "meeting.snapshot-taken": event<{ meetingId: string; roomId: string; snapshotId: string }>(meeting),
  "meeting.recording-started": event<{ meetingId: string; roomId: string; recordingId: string }>(meeting),
  "meeting.recording-ended": event<{ meetingId: string; roomId: string; recordingId: string }>(meeting),
  "meeting.ended": event<{ meetingId: string; roomId: string }>(meeting),
};

export const topics = defineTopics({ meetings: "meeting.join" });

export const errors = defineErrors({
  MEETING_UNAVAILABLE: { status: 503, message: "Meetings are not possible at the moment", log: "warn" },
  MEETING_LOCKED: { status: 409, message: "The meeting is locked", log: "info" },
  MEETING_REMOVED: { status: 403, message: "You were removed from this meeting", log: "info" },
  MEETING_OVER: { status: 410, message: "The meeting is over", log: "info" },
  MEETING_ENCRYPTED: { status: 409, message: "Nothing of an encrypted meeting is kept in clear", log: "info" },
  MEETING_NOT_IN: { status: 409, message: "You are not in this meeting now", log: "info" },
  MEETING_NONE: { status: 409, message: "No meeting is going on in this room", log: "info" },
  MEETING_LINK_INVALID: { status: 404, message: "This meeting link is not valid any more", log: "info" },
  MEETING_DENIED: { status: 429, message: "The host did not let you in; try again in {seconds} seconds", log: "info" },
  RECORDING_OFF: { status: 409, message: "Recording is off: {reason}", log: "info" },
  RECORDING_RUNS: { status: 409, message: "This meeting is being recorded already", log: "info" },
});

export const routes = defineRoutes({
  "GET /api/rooms/{roomId}/meeting": {
    access: "meeting.join",
    summary: "The meeting that goes on in a room of one's own",
    params: roomParams,
    response: z.object({
      meeting: Meeting.nullable(),
      available: z.boolean().meta({ description: "Whether the SFU answers" }),
      mayStart: z.boolean(),
    }),
  },
  "POST /api/rooms/{roomId}/meeting/join": {
    access: "meeting.join",
    summary: "Join the room's meeting; starts one when none goes on",
    params: roomParams,
    body: z.strictObject({
      deviceId: z.string().regex(/^[A-Za-z0-9._=/+-]{1,64}$/, "is no device id"),
      ring: z.boolean().default(false).meta({ description: "Ring the others of the room when this starts it" }),
    }),
    response: Connection,
  },
  "POST /api/rooms/{roomId}/meeting/links": {
    access: "meeting.link",
    summary: "A link by which people without an account come into the room's meetings",
    params: roomParams,
    body: z.strictObject({ hours: z.number().int().min(1).max(720).default(24), lobby: z.boolean().default(true) }),
    response: z.object({ id: z.string(), link: z.url(), expiresAt: Timestamp, lobby: z.boolean() }),
    status: 201,
  },
  "DELETE /api/rooms/{roomId}/meeting/links": {
    access: "meeting.link",
    summary: "End every meeting link of the room",
    params: roomParams,
    response: NoContent,
    status: 204,
  },
  "GET /api/meetings/ringing": {
    access: "meeting.join",
    summary: "Meetings that ring the asker now",
    response: z.object({
      items: z.array(
        z.object({
          id: z.string(),
          roomId: RoomId,
          roomName: z.string(),
          startedBy: z.string(),
          startedByName: z.string(),
          until: Timestamp,
        }),
      ),
    }),
  },
  "GET /api/meetings/{meetingId}": {
    access: "meeting.join",
    summary: "A meeting of one's room, also one that is over",
    params: meetingParams,
    response: Meeting,
  },
  "POST /api/meetings/{meetingId}/decline": {
    access: "meeting.join",
    summary: "Stop ringing for the asker",
    params: meetingParams,
    response: NoContent,
    status: 204,
  },
  "POST /api/meetings/{meetingId}/hand": {
    access: "meeting.join",
    summary: "Raise or lower one's hand",
    params: meetingParams,
    body: z.strictObject({ raised: z.boolean() }),
    response: NoContent,
    status: 204,
  },
  "POST /api/meetings/{meetingId}/actions": {
    access: "meeting.control",
    summary: "What a host or co-host does; drawing also by who shares the screen",
    params: meetingParams,
    body: MeetingAction,
    response: NoContent,
    status: 204,
  },
  "POST /api/meetings/{meetingId}/snapshots": {
    access: "meeting.join",
    summary: "Put a picture of a shared screen, stored before, into the meeting's room; for who is in the meeting",
    params: meetingParams,
    body: z.strictObject({
      mediaUrl: z.string().regex(/^mxc:\/\/[^/\s]+\/[\w-]+$/, "is no mxc address"),
      width: z.number().int().min(1).max(16_384),
      height: z.number().int().min(1).max(16_384),
      bytes: z.number().int().min(1),
    }),
    response: MeetingSnapshot,
    status: 201,
  },
  "GET /api/meetings/{meetingId}/lobby": {
    access: "meeting.control",
    summary: "Who waits to be let in; for hosts and co-hosts",
    params: meetingParams,
    response: z.object({ items: z.array(Waiting) }),
  },
  "POST /api/meetings/{meetingId}/lobby/{entryId}": {
    access: "meeting.control",
    summary: "Let somebody in, or not",
    params: z.strictObject({ meetingId: z.string().max(64), entryId: z.string().max(64) }),
    body: z.strictObject({ admit: z.boolean() }),
    response: NoContent,
    status: 204,
  },
  "POST /api/meeting-links/preview": {
    access: "public",
    summary: "What a meeting link leads to",
    body: z.strictObject({ token: LinkToken }),
    response: z.object({
      company: LocalizedText,
      roomName: z.string(),
      invitedBy: z.string(),
      expiresAt: Timestamp,
      live: z.boolean(),
      lobby: z.boolean(),
    }),
  },
  "POST /api/meeting-links/enter": {
    access: "public",
    summary: "Ask to be let in by a meeting link",
    body: z.strictObject({ token: LinkToken, name: GuestName, company: z.string().trim().max(80).default("") }),
    response: z.object({ entryId: z.string(), secret: z.string() }),
    status: 201,
  },
  "POST /api/meeting-links/state": {
    access: "public",
    summary: "Whether the waiting person was let in; when so, how to connect",
    body: Entry,
    response: z.object({
      state: z.enum(["waiting", "not-started", "admitted", "denied", "removed", "over"]),
      connection: Connection.nullable(),
    }),
  },
  "POST /api/meeting-links/hand": {
    access: "public",
    summary: "Raise or lower the hand of a guest by link",
    body: Entry.extend({ raised: z.boolean() }),
    response: NoContent,
    status: 204,
  },
});
