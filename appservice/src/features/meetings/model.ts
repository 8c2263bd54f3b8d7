import type { MeetingRole, MeetingState } from "@portico/contract/meetings.ts";
import type { Grants, SfuParticipant } from "../../adapters/livekit/sfu.ts";
import type { MeetingRow, ParticipantRow, RecordingRow } from "../../db/tables/meeting.ts";

export const leads = (role: MeetingRole): boolean => role === "host" || role === "co-host";

/** What a participant may send. Guests by link show no screen; who draws, the meeting says, and who shows a screen always may. */
export function grantsOf(
  meeting: Pick<MeetingRow, "drawing" | "drawers">,
  person: Pick<ParticipantRow, "identity" | "role">,
  sharing = false,
): Grants {
  const data = sharing || mayDraw(meeting, person);
  return { camera: true, microphone: true, screen: person.role !== "guest", data };
}

export const isSharing = (participant: Pick<SfuParticipant, "tracks"> | undefined): boolean =>
  participant?.tracks.some(({ source }) => source === "screen") === true;

/** Who leads may always draw. */
export function mayDraw(
  { drawing, drawers }: Pick<MeetingRow, "drawing" | "drawers">,
  { identity, role }: Pick<ParticipantRow, "identity" | "role">,
): boolean {
  if (leads(role)) return true;
  if (drawing === "none") return false;
  return drawing === "all" || drawers.includes(identity);
}

/** A participant with the connections that are open now. */
export interface Present {
  readonly identity: string;
  readonly role: MeetingRole;
  /** One of the company's own people. */
  readonly staff: boolean;
  readonly since: Date;
}

/** Who leads when no host is there: a co-host, then who of the company is there longest; nobody when only outsiders are. */
export function nextHost(present: readonly Present[]): string | null {
  if (present.some(({ role }) => role === "host")) return null;
  const candidates = present.filter(({ role, staff }) => staff && role !== "guest");
  const ordered = candidates.toSorted(
    (a, b) => Number(b.role === "co-host") - Number(a.role === "co-host") || a.since.getTime() - b.since.getTime(),
  );
  return ordered[0]?.identity ?? null;
}

const RECORDING_SHOWN: ReadonlySet<string> = new Set(["queued", "starting", "recording", "finishing"]);

/** What everybody in the meeting sees of its state. */
export function stateOf(
  meeting: MeetingRow,
  people: readonly ParticipantRow[],
  waiting: number,
  recording: { readonly row: RecordingRow; readonly place: number | null } | null,
): MeetingState {
  const hands = people.flatMap(({ identity, hand_raised_at: at }) =>
    at === null ? [] : [{ identity, at: at.toISOString() }],
  );
  return {
    meetingId: meeting.id,
    startedAt: meeting.started_at.toISOString(),
    locked: meeting.locked,
    lobby: meeting.lobby,
    drawing: meeting.drawing,
    drawers: meeting.drawers,
    roles: Object.fromEntries(people.map(({ identity, role }) => [identity, role])),
    hands: hands.toSorted((a, b) => a.at.localeCompare(b.at)),
    waiting,
    recording:
      recording !== null && RECORDING_SHOWN.has(recording.row.state)
        ? { state: recording.row.state, place: recording.place }
        : null,
  };
}

/** What the room reads when the meeting is over. */
export function endedWords(locale: "en" | "zh", from: Date, to: Date, people: number): string {
  const minutes = Math.max(1, Math.round((to.getTime() - from.getTime()) / 60_000));
  if (locale === "zh") return `会议已结束 · ${minutes} 分钟 · ${people} 人`;
  const length = minutes === 1 ? "1 minute" : `${minutes} minutes`;
  return `Meeting ended · ${length} · ${people === 1 ? "1 person" : `${people} people`}`;
}
