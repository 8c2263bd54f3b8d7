import type { Sfu, SfuParticipant } from "../../adapters/livekit/sfu.ts";
import { toParticipant } from "../../adapters/livekit/sfu.ts";
import type { Context } from "../../context.ts";
import { inTransaction, type Tx } from "../../db/connection.ts";
import { recordEvent } from "../../db/record-event.ts";
import type { MeetingRow } from "../../db/tables/meeting.ts";
import { Loop, type Worker } from "../../jobs/loop.ts";
import { grantsOf, isSharing, mayDraw, nextHost } from "./model.ts";
import { publishState, stateFor } from "./room-state.ts";
import {
  closeStay,
  endMeetingRow,
  factsOfAccount,
  findLiveBySfuRoom,
  findMeeting,
  findParticipant,
  forgetWebhooks,
  listLive,
  listParticipants,
  listStays,
  noteWebhook,
  openStay,
  participantsOfUser,
  updateMeeting,
  updateParticipant,
} from "./store.ts";

const SWEEP_MS = 5_000;
/** How long a meeting without anybody goes on: whom a restart of the SFU cut off is back by then. */
const EMPTY_MS = 45_000;
/** Memberships are asked for at each sweep of this many; the events of the homeserver are usually faster. */
const MEMBERSHIP_EVERY = 3;
const DELAY_RESTART_MS = 10 * 60_000;

const SYSTEM = { kind: "system", name: "meetings" } as const;

type Parts = Pick<Context, "db" | "log" | "matrix"> & { readonly sfu: Sfu };

/** Who is in which meeting, by webhooks as it happens, and by looking for what they missed. */
export function createPresence({ db, log, matrix, sfu }: Parts) {
  let sweeps = 0;

  /** Takes one webhook; a repeat and one of a room that is not ours change nothing. */
  async function webhook(body: string, authorization: string | undefined): Promise<void> {
    const event = await sfu.webhook(body, authorization);
    const room = event.room?.name;
    if (room === undefined || event.id === "") return;
    const at = new Date(Number(event.createdAt) * 1000);
    const info = event.participant;
    let left: string | null = null;
    const meeting = await inTransaction(db, async (tx) => {
      if (!(await noteWebhook(tx, event.id))) return undefined;
      const live = await findLiveBySfuRoom(tx, room);
      if (live === undefined || info === undefined) return undefined;
      const stay = { meetingId: live.id, sid: info.sid, identity: info.identity };
      const known = await findParticipant(tx, live.id, info.identity);
      // Clients of other kinds show themselves with another name for a moment.
      if (known === undefined) return undefined;
      if (event.event === "track_published" || event.event === "track_unpublished") return live;
      if (event.event === "participant_joined") {
        if (await openStay(tx, stay, at)) await tell(tx, live);
      } else if (event.event === "participant_left" || event.event === "participant_connection_aborted") {
        if (await closeStay(tx, stay, at)) await tell(tx, live);
        left = info.identity;
      } else return undefined;
      return live;
    });
    if (meeting === undefined) return;
    if (event.event === "track_published" || event.event === "track_unpublished") {
      if (info !== undefined) await allowSharer(meeting, info.identity);
      return;
    }
    if (info !== undefined && event.event === "participant_joined") await refuseRemoved(meeting, toParticipant(info));
    if (left !== null) await sendLeave(meeting.id, left);
    await settle(meeting.id);
  }

  const tell = (tx: Tx, meeting: MeetingRow): Promise<void> =>
    recordEvent(tx, SYSTEM, "meeting.changed", { meetingId: meeting.id, roomId: meeting.room_id });

  /** Who shows a screen draws on it, whatever the others may do. */
  async function allowSharer(meeting: MeetingRow, identity: string): Promise<void> {
    const person = await findParticipant(db, meeting.id, identity);
    if (person === undefined || mayDraw(meeting, person)) return;
    const there = (await sfu.participants(meeting.sfu_room)).find((each) => each.identity === identity);
    if (there !== undefined) await sfu.permit(meeting.sfu_room, identity, grantsOf(meeting, person, isSharing(there)));
  }

  /** Somebody who was removed while his token was still good. */
  async function refuseRemoved(meeting: MeetingRow, { identity }: SfuParticipant): Promise<void> {
    const known = await findParticipant(db, meeting.id, identity);
    if (known?.removed_at != null) await sfu.remove(meeting.sfu_room, identity);
  }

  /** The leave event that a client left with us (MSC4140), unless it is back on another connection. */
  async function sendLeave(meetingId: string, identity: string): Promise<void> {
    const stays = await listStays(db, meetingId);
    if (stays.some((stay) => stay.identity === identity && stay.left_at === null)) return;
    const person = await findParticipant(db, meetingId, identity);
    if (person === undefined || person.delay_id === null) return;
    await matrix.delayed.update(person.delay_id, "send");
    await updateParticipant(db, meetingId, identity, { delay_id: null });
  }

  /** After somebody came or went: is anybody there, and who leads? */
  async function settle(meetingId: string): Promise<void> {
    const changed = await inTransaction(db, async (tx) => {
      const [people, stays, meeting] = await Promise.all([
        listParticipants(tx, meetingId),
        listStays(tx, meetingId),
        findMeeting(tx, meetingId),
      ]);
      if (meeting === undefined || meeting.ended_at !== null) return false;
      const open = stays.filter(({ left_at }) => left_at === null);
      const empty = open.length === 0;
      if (empty !== (meeting.empty_since !== null))
        await updateMeeting(tx, meetingId, { empty_since: empty ? new Date() : null });
      const present = people.flatMap((person) => {
        const stay = open.find(({ identity }) => identity === person.identity);
        if (stay === undefined) return [];
        const { identity, role } = person;
        return [{ identity, role, staff: person.company === null, since: stay.joined_at }];
      });
      const next = nextHost(present);
      if (next === null) return false;
      await updateParticipant(tx, meetingId, next, { role: "host" });
      for (const { identity, role } of people)
        if (role === "host" && identity !== next) await updateParticipant(tx, meetingId, identity, { role: "co-host" });
      await recordEvent(tx, SYSTEM, "meeting.controlled", {
        meetingId,
        roomId: meeting.room_id,
        action: "host-followed",
        target: next,
      });
      return true;
    });
    if (changed) await publishState(db, sfu, meetingId);
  }

  /** Takes a user out of every meeting of the room: he left it, or was removed. */
  async function removeFromRoom(roomId: string, userId: string): Promise<void> {
    const live = (await listLive(db)).find((meeting) => meeting.room_id === roomId);
    if (live === undefined) return;
    for (const { identity } of await participantsOfUser(db, live.id, userId)) await sfu.remove(live.sfu_room, identity);
  }

  async function end(meeting: MeetingRow, by: Parameters<typeof recordEvent>[1]): Promise<void> {
    await inTransaction(db, async (tx) => {
      if (await endMeetingRow(tx, meeting.id, new Date()))
        await recordEvent(tx, by, "meeting.ended", { meetingId: meeting.id, roomId: meeting.room_id });
    });
    await sfu.endRoom(meeting.sfu_room);
  }

  async function sweepOne(meeting: MeetingRow, rooms: ReadonlySet<string>, askMembership: boolean): Promise<void> {
    // A restart of the SFU forgot it.
    if (!rooms.has(meeting.sfu_room)) await sfu.ensureRoom(meeting.sfu_room, await stateFor(db, meeting));
    const there = await sfu.participants(meeting.sfu_room);
    const known = new Map((await listParticipants(db, meeting.id)).map((person) => [person.identity, person]));
    let changed = false;
    await inTransaction(db, async (tx) => {
      const stays = await listStays(tx, meeting.id);
      for (const { sid, identity, joinedAt } of there) {
        if (!known.has(identity) || stays.some((stay) => stay.sid === sid)) continue;
        changed = (await openStay(tx, { meetingId: meeting.id, sid, identity }, joinedAt)) || changed;
      }
      for (const { sid, identity, left_at } of stays) {
        if (left_at !== null || there.some((participant) => participant.sid === sid)) continue;
        changed = (await closeStay(tx, { meetingId: meeting.id, sid, identity }, new Date())) || changed;
      }
      if (changed) await tell(tx, meeting);
    });
    for (const participant of there) {
      const person = known.get(participant.identity);
      await refuseRemoved(meeting, participant);
      if (
        person?.user_id != null &&
        askMembership &&
        !(await matrix.audience.isJoined(meeting.room_id, person.user_id))
      )
        await sfu.remove(meeting.sfu_room, participant.identity);
      if (person !== undefined && person.delay_id !== null) await keepDelay(meeting.id, participant.identity);
    }
    for (const person of known.values())
      if (person.delay_id !== null && !there.some(({ identity }) => identity === person.identity))
        await sendLeave(meeting.id, person.identity);
    await settle(meeting.id);
    const now = await findMeeting(db, meeting.id);
    if (now?.empty_since != null && Date.now() - now.empty_since.getTime() > EMPTY_MS) await end(meeting, SYSTEM);
  }

  /** While the client is there its leave event stays away. */
  async function keepDelay(meetingId: string, identity: string): Promise<void> {
    const person = await findParticipant(db, meetingId, identity);
    if (person === undefined || person.delay_id === null) return;
    const last = person.delay_restarted_at?.getTime() ?? 0;
    if (Date.now() - last < DELAY_RESTART_MS) return;
    await matrix.delayed.update(person.delay_id, "restart");
    await updateParticipant(db, meetingId, identity, { delay_restarted_at: new Date() });
  }

  async function sweep(): Promise<boolean> {
    const live = await listLive(db);
    sweeps += 1;
    if (sweeps % 720 === 1) await forgetWebhooks(db);
    if (live.length === 0) return false;
    const rooms = await sfu.rooms();
    for (const meeting of live) await sweepOne(meeting, rooms, sweeps % MEMBERSHIP_EVERY === 0);
    return false;
  }

  const worker: Worker = new Loop({ name: "meetings", step: sweep, restMs: SWEEP_MS, log });
  return { webhook, removeFromRoom, end, settle, worker, factsOfAccount };
}
export type Presence = ReturnType<typeof createPresence>;
