import { randomUUID } from "node:crypto";
import type { Connection } from "@portico/contract/meetings.ts";
import type { Sfu } from "../../adapters/livekit/sfu.ts";
import type { Context } from "../../context.ts";
import { inTransaction, type Tx } from "../../db/connection.ts";
import { recordEvent } from "../../db/record-event.ts";
import type { MeetingRow, ParticipantRow } from "../../db/tables/meeting.ts";
import { AppError } from "../../errors.ts";
import { type AccountActor, type Actor, requireAccount } from "../../policy/actor.ts";
import { holds } from "../../policy/engine.ts";
import { grantsOf, leads } from "./model.ts";
import { deviceIdentity, sfuRoomOf } from "./names.ts";
import { presentMeeting } from "./present.ts";
import { publishState, stateFor } from "./room-state.ts";
import {
  factsOfAccount,
  findLive,
  findMeeting,
  insertMeeting,
  listRinging,
  lockMeeting,
  participantsOfUser,
  saveParticipant,
  stopRinging,
  updateMeeting,
  updateParticipant,
} from "./store.ts";

/** A token opens the connection; the SFU itself renews it for who is in. */
const TOKEN_SECONDS = 120;
const RING_MS = 30_000;
/** Only small rooms ring; in larger ones people see that a meeting goes on. */
const MOST_RUNG = 8;

type Parts = Pick<Context, "db" | "log" | "matrix" | "settings"> & { readonly sfu: Sfu };

/** Coming into meetings, and what is seen of them. */
export function createMeetingService({ db, matrix, settings, sfu }: Parts) {
  const inLocale = ({ en, zh }: { en: string; zh: string }) => (settings.locale === "zh" && zh !== "" ? zh : en);

  async function nameOf(userId: string): Promise<string> {
    const facts = await factsOfAccount(db, userId);
    return facts === undefined ? userId : inLocale(facts.name);
  }

  /** Rooms of others are not found, and neither are those that do not exist. */
  async function requireJoined(actor: Actor, roomId: string): Promise<AccountActor> {
    const account = requireAccount(actor);
    if (!(await matrix.audience.isJoined(roomId, account.userId))) throw new AppError("NOT_FOUND", { noun: "room" });
    return account;
  }

  /** A meeting of a room that the actor is in. */
  async function load(actor: Actor, meetingId: string): Promise<{ account: AccountActor; meeting: MeetingRow }> {
    const account = requireAccount(actor);
    const meeting = await findMeeting(db, meetingId);
    if (meeting === undefined || !(await matrix.audience.isJoined(meeting.room_id, account.userId)))
      throw new AppError("NOT_FOUND", { noun: "meeting" });
    return { account, meeting };
  }

  async function start(account: AccountActor, roomId: string, ring: boolean): Promise<void> {
    if (!holds(account, "meeting.start")) throw new AppError("MEETING_NONE");
    const [members, about] = await Promise.all([matrix.audience.members(roomId), matrix.audience.about(roomId)]);
    const bot = `@${settings.homeserver.senderLocalpart}:${settings.serverName}`;
    const people = members.filter((member) => member !== bot);
    const others = people.filter((member) => member !== account.userId);
    const rung = ring && others.length < MOST_RUNG ? others : [];
    const meeting = {
      id: randomUUID(),
      roomId,
      sfuRoom: sfuRoomOf(roomId),
      startedBy: account.userId,
      encrypted: about.encrypted,
      audience: people,
      ringing: rung,
      ringUntil: rung.length > 0 ? new Date(Date.now() + RING_MS) : null,
    };
    await inTransaction(db, async (tx) => {
      if (await insertMeeting(tx, meeting))
        await recordEvent(tx, account, "meeting.started", { meetingId: meeting.id, roomId });
    });
  }

  /** Enters the actor into the list; refuses whom the host removed or locked out. */
  async function enter(tx: Tx, meetingId: string, identity: string, account: AccountActor): Promise<ParticipantRow> {
    const meeting = await lockMeeting(tx, meetingId);
    if (meeting === undefined || meeting.ended_at !== null) throw new AppError("MEETING_OVER");
    const known = await participantsOfUser(tx, meetingId, account.userId);
    if (known.some(({ removed_at }) => removed_at !== null)) throw new AppError("MEETING_REMOVED");
    if (meeting.locked && known.length === 0) throw new AppError("MEETING_LOCKED");
    const before = known.find((each) => leads(each.role)) ?? known[0];
    const first = meeting.started_by === account.userId ? "host" : "member";
    const facts = await factsOfAccount(tx, account.userId);
    await saveParticipant(tx, {
      meetingId,
      identity,
      userId: account.userId,
      name: inLocale(account.name),
      company: facts?.company ?? null,
      role: account.kind === "guest" ? "guest" : (before?.role ?? first),
    });
    await stopRinging(tx, meetingId, account.userId);
    if (!meeting.audience.includes(account.userId))
      await updateMeeting(tx, meetingId, { audience: [...meeting.audience, account.userId] });
    const own = (await participantsOfUser(tx, meetingId, account.userId)).find((each) => each.identity === identity);
    if (own === undefined) throw new Error(`${identity} was saved and is not there`);
    return own;
  }

  async function roomNameOf(roomId: string): Promise<string> {
    return (await matrix.audience.about(roomId)).name ?? "";
  }

  async function connect(meeting: MeetingRow, person: ParticipantRow): Promise<Connection> {
    await sfu.ensureRoom(meeting.sfu_room, await stateFor(db, meeting));
    await publishState(db, sfu, meeting.id);
    const token = await sfu.token({
      room: meeting.sfu_room,
      identity: person.identity,
      name: person.name,
      attributes: {
        role: person.role,
        ...(person.user_id !== null && { userId: person.user_id }),
        ...(person.company !== null && { company: person.company }),
      },
      grants: grantsOf(meeting, person),
      seconds: TOKEN_SECONDS,
    });
    return {
      meetingId: meeting.id,
      roomId: meeting.room_id,
      roomName: await roomNameOf(meeting.room_id),
      url: settings.livekit.publicUrl,
      token,
      identity: person.identity,
      role: person.role,
      encrypted: meeting.encrypted,
      serviceUrl: `${settings.webUrl}/api/rtc`,
    };
  }

  async function join(actor: Actor, roomId: string, { deviceId, ring }: { deviceId: string; ring: boolean }) {
    const account = await requireJoined(actor, roomId);
    // Nothing begins that nobody could enter.
    await sfu.rooms();
    if ((await findLive(db, roomId)) === undefined) await start(account, roomId, ring);
    const live = await findLive(db, roomId);
    if (live === undefined) throw new AppError("MEETING_OVER");
    const identity = deviceIdentity(account.userId, deviceId);
    const person = await inTransaction(db, async (tx) => {
      const entered = await enter(tx, live.id, identity, account);
      await recordEvent(tx, account, "meeting.changed", { meetingId: live.id, roomId });
      return entered;
    });
    return connect(live, person);
  }

  async function ofRoom(actor: Actor, roomId: string) {
    const account = await requireJoined(actor, roomId);
    const [live, available] = await Promise.all([
      findLive(db, roomId),
      sfu.rooms().then(
        () => true,
        () => false,
      ),
    ]);
    return {
      meeting: live === undefined ? null : await presentMeeting(db, live, account, await nameOf(live.started_by)),
      available,
      mayStart: holds(account, "meeting.start"),
    };
  }

  async function get(actor: Actor, meetingId: string) {
    const { account, meeting } = await load(actor, meetingId);
    return presentMeeting(db, meeting, account, await nameOf(meeting.started_by));
  }

  async function ringing(actor: Actor) {
    const { userId } = requireAccount(actor);
    const meetings = await listRinging(db, userId, new Date());
    const items = meetings.map(async (meeting) => ({
      id: meeting.id,
      roomId: meeting.room_id,
      roomName: await roomNameOf(meeting.room_id),
      startedBy: meeting.started_by,
      startedByName: await nameOf(meeting.started_by),
      until: (meeting.ring_until ?? new Date()).toISOString(),
    }));
    return { items: await Promise.all(items) };
  }

  async function decline(actor: Actor, meetingId: string): Promise<null> {
    const { account, meeting } = await load(actor, meetingId);
    await inTransaction(db, async (tx) => {
      if (await stopRinging(tx, meetingId, account.userId))
        await recordEvent(tx, account, "meeting.declined", { meetingId, roomId: meeting.room_id });
    });
    return null;
  }

  async function hand(actor: Actor, meetingId: string, raised: boolean): Promise<null> {
    const { account } = await load(actor, meetingId);
    for (const { identity, hand_raised_at: at } of await participantsOfUser(db, meetingId, account.userId))
      await updateParticipant(db, meetingId, identity, { hand_raised_at: raised ? (at ?? new Date()) : null });
    await publishState(db, sfu, meetingId);
    return null;
  }

  return { join, ofRoom, get, ringing, decline, hand, load, enter, connect, start, nameOf };
}
export type MeetingService = ReturnType<typeof createMeetingService>;
