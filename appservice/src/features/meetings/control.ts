import type { ControlMessage, MeetingAction } from "@portico/contract/meetings.ts";
import type { Sfu, SfuParticipant } from "../../adapters/livekit/sfu.ts";
import type { Context } from "../../context.ts";
import { inTransaction } from "../../db/connection.ts";
import { recordEvent } from "../../db/record-event.ts";
import type { MeetingRow, ParticipantRow } from "../../db/tables/meeting.ts";
import { AppError } from "../../errors.ts";
import type { AccountActor, Actor } from "../../policy/actor.ts";
import { can } from "../../policy/engine.ts";
import { expelGuest } from "./lobby/expel.ts";
import { grantsOf, isSharing } from "./model.ts";
import type { Presence } from "./presence.ts";
import { publishState } from "./room-state.ts";
import type { MeetingService } from "./service.ts";
import {
  findParticipant,
  listParticipants,
  listStays,
  participantsOfUser,
  updateMeeting,
  updateParticipant,
} from "./store.ts";

type Parts = Pick<Context, "db" | "settings"> & {
  readonly sfu: Sfu;
  readonly presence: Presence;
  readonly meetings: MeetingService;
};

type Of<Name extends MeetingAction["action"]> = Extract<MeetingAction, { action: Name }>;

/** What a host or co-host does. Each action is enforced at the SFU, told to the person, and kept as an event. */
export function createControl({ db, settings, sfu, presence, meetings }: Parts) {
  async function act(actor: Actor, meetingId: string, wish: MeetingAction): Promise<null> {
    const { account, meeting } = await meetings.load(actor, meetingId);
    if (meeting.ended_at !== null) throw new AppError("MEETING_OVER");
    const own = await ownSeat(meeting, account);
    const sharing = wish.action === "drawing" && (await shares(meeting, own));
    if (!sharing && !can(account, "meeting.control", { role: own?.role ?? null }))
      throw new AppError("ABILITY_MISSING", { ability: "meeting.control" });
    const by = settings.locale === "zh" && account.name.zh !== "" ? account.name.zh : account.name.en;
    const target = "identity" in wish ? await targetOf(meeting, wish.identity) : undefined;
    await perform(meeting, wish, target, { by, account });
    await inTransaction(db, (tx) =>
      recordEvent(tx, account, "meeting.controlled", {
        meetingId,
        roomId: meeting.room_id,
        action: wish.action,
        ...(target !== undefined && { target: target.identity }),
      }),
    );
    if (wish.action !== "end") await publishState(db, sfu, meetingId);
    return null;
  }

  /** The seat that the asker has now: one that is connected before others. */
  async function ownSeat(meeting: MeetingRow, { userId }: AccountActor): Promise<ParticipantRow | undefined> {
    const own = (await participantsOfUser(db, meeting.id, userId)).filter(({ removed_at }) => removed_at === null);
    const stays = await listStays(db, meeting.id);
    const here = own.filter(({ identity }) => stays.some((s) => s.identity === identity && s.left_at === null));
    return here.find(({ role }) => role === "host") ?? here[0] ?? own[0];
  }

  async function targetOf(meeting: MeetingRow, identity: string): Promise<ParticipantRow> {
    const person = await findParticipant(db, meeting.id, identity);
    if (person === undefined) throw new AppError("NOT_FOUND", { noun: "participant" });
    return person;
  }

  async function shares(meeting: MeetingRow, own: ParticipantRow | undefined): Promise<boolean> {
    if (own === undefined) return false;
    const there = await sfu.participants(meeting.sfu_room);
    return isSharing(there.find(({ identity }) => identity === own.identity));
  }

  async function perform(
    meeting: MeetingRow,
    wish: MeetingAction,
    target: ParticipantRow | undefined,
    { by, account }: { by: string; account: AccountActor },
  ): Promise<void> {
    const room = meeting.sfu_room;
    const tell = (kind: ControlMessage["kind"], identity: string, more: Partial<ControlMessage> = {}) =>
      sfu.tell(room, [identity], { kind, by, ...more });
    if (target !== undefined) {
      const { identity } = target;
      if (wish.action === "mute") {
        await mute(room, await seen(room, identity));
        await tell("muted", identity);
      } else if (wish.action === "ask-unmute") await tell("ask-unmute", identity);
      else if (wish.action === "stop-share") {
        // Taking the right away ends what is sent; it is given back for another time.
        await sfu.permit(room, identity, { ...grantsOf(meeting, target), screen: false });
        await sfu.permit(room, identity, grantsOf(meeting, target));
        await tell("share-stopped", identity);
      } else if (wish.action === "lower-hand") {
        await updateParticipant(db, meeting.id, identity, { hand_raised_at: null });
        await tell("hand-lowered", identity);
      } else if (wish.action === "remove") await remove(meeting, target, account);
      else if (wish.action === "set-role") await setRole(meeting, target, wish, by);
      return;
    }
    if (wish.action === "mute-all") {
      const own = await participantsOfUser(db, meeting.id, account.userId);
      const others = (await sfu.participants(room)).filter((p) => !own.some(({ identity }) => identity === p.identity));
      await Promise.all(others.map((participant) => mute(room, participant)));
      if (others.length > 0)
        await sfu.tell(
          room,
          others.map(({ identity }) => identity),
          { kind: "muted", by },
        );
    } else if (wish.action === "lock") await updateMeeting(db, meeting.id, { locked: wish.locked });
    else if (wish.action === "lobby") await updateMeeting(db, meeting.id, { lobby: wish.lobby });
    else if (wish.action === "drawing") await allowDrawing(meeting, wish, by);
    else if (wish.action === "end") await presence.end(meeting, account);
  }

  async function seen(room: string, identity: string): Promise<SfuParticipant | undefined> {
    return (await sfu.participants(room)).find((participant) => participant.identity === identity);
  }

  async function mute(room: string, participant: SfuParticipant | undefined): Promise<void> {
    const microphones = participant?.tracks.filter(({ source }) => source === "microphone") ?? [];
    for (const { sid } of microphones) await sfu.mute(room, participant?.identity ?? "", sid);
  }

  /** On every device, and for the rest of this meeting. */
  async function remove(meeting: MeetingRow, target: ParticipantRow, by: AccountActor): Promise<void> {
    const seats = target.user_id === null ? [target] : await participantsOfUser(db, meeting.id, target.user_id);
    for (const { identity } of seats) {
      await updateParticipant(db, meeting.id, identity, { removed_at: new Date(), hand_raised_at: null });
      await sfu.remove(meeting.sfu_room, identity);
    }
    if (target.user_id === null) await expelGuest(db, target.identity, by.userId);
  }

  async function setRole(
    meeting: MeetingRow,
    target: ParticipantRow,
    { role }: Of<"set-role">,
    by: string,
  ): Promise<void> {
    // Outsiders never lead.
    if (target.role === "guest" || target.company !== null)
      throw new AppError("ABILITY_MISSING", { ability: "meeting.control" });
    const people = await listParticipants(db, meeting.id);
    if (role === "host")
      for (const { identity } of people.filter((person) => person.role === "host"))
        await updateParticipant(db, meeting.id, identity, { role: "co-host" });
    await updateParticipant(db, meeting.id, target.identity, { role });
    const sharing = isSharing(await seen(meeting.sfu_room, target.identity));
    await sfu.permit(meeting.sfu_room, target.identity, grantsOf(meeting, { ...target, role }, sharing));
    await sfu.tell(meeting.sfu_room, [target.identity], { kind: "role", by, role });
  }

  async function allowDrawing(meeting: MeetingRow, { drawing, identities }: Of<"drawing">, by: string): Promise<void> {
    const changed = { drawing, drawers: [...identities] };
    await updateMeeting(db, meeting.id, changed);
    const people = await listParticipants(db, meeting.id);
    const there = new Map((await sfu.participants(meeting.sfu_room)).map((each) => [each.identity, each]));
    for (const person of people.filter(({ identity }) => there.has(identity)))
      await sfu.permit(
        meeting.sfu_room,
        person.identity,
        grantsOf(changed, person, isSharing(there.get(person.identity))),
      );
    if (there.size > 0) await sfu.tell(meeting.sfu_room, [...there.keys()], { kind: "drawing", by });
  }

  return { act, ownSeat };
}
export type Control = ReturnType<typeof createControl>;
