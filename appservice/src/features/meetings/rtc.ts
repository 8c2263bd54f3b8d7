import type { Sfu } from "../../adapters/livekit/sfu.ts";
import type { Context } from "../../context.ts";
import { inTransaction } from "../../db/connection.ts";
import { recordEvent } from "../../db/record-event.ts";
import { AppError } from "../../errors.ts";
import type { AccountActor } from "../../policy/actor.ts";
import { grantsOf } from "./model.ts";
import { deviceIdentity, hashedIdentity } from "./names.ts";
import { stateFor } from "./room-state.ts";
import type { MeetingService } from "./service.ts";
import {
  findAccountActor,
  findLive,
  findMeeting,
  findParticipant,
  participantsOfUser,
  saveParticipant,
  updateParticipant,
} from "./store.ts";

const TOKEN_SECONDS = 600;

interface Asked {
  readonly userId: string;
  readonly roomId: string;
  readonly deviceId: string;
  readonly delayId: string | null;
}

/** Tokens for MatrixRTC clients of any kind; the same rules as for ours, and rooms are made for our own people only. */
export function createRtcService(
  { db, matrix, settings }: Pick<Context, "db" | "matrix" | "settings">,
  sfu: Sfu,
  meetings: MeetingService,
) {
  const refuse = () => new AppError("ABILITY_MISSING", { ability: "meeting.join" });

  async function give(asked: Asked, identity: string): Promise<{ url: string; jwt: string }> {
    const { userId, roomId, delayId } = asked;
    if (!(await matrix.audience.isJoined(roomId, userId))) throw refuse();
    const account = await findAccountActor(db, userId);
    const ours = userId.endsWith(`:${settings.serverName}`);
    // An account of ours that ended, or was never one of a person, enters nothing.
    if (ours && account === undefined) throw refuse();
    if ((await findLive(db, roomId)) === undefined) {
      if (account === undefined) throw refuse();
      await sfu.rooms();
      await meetings.start(account, roomId, false);
    }
    const live = await findLive(db, roomId);
    if (live === undefined) throw refuse();
    if (account === undefined) await enterStranger(live.id, identity, userId, live.locked);
    else await enterOwn(live.id, roomId, identity, account);
    const [meeting, person] = await Promise.all([findMeeting(db, live.id), findParticipant(db, live.id, identity)]);
    if (meeting === undefined || person === undefined) throw refuse();
    if (delayId !== null)
      await updateParticipant(db, live.id, identity, { delay_id: delayId, delay_restarted_at: new Date() });
    await sfu.ensureRoom(meeting.sfu_room, await stateFor(db, meeting));
    const jwt = await sfu.token({
      room: meeting.sfu_room,
      identity,
      name: person.name,
      attributes: { role: person.role, userId, ...(person.company !== null && { company: person.company }) },
      grants: grantsOf(meeting, person),
      seconds: TOKEN_SECONDS,
    });
    return { url: settings.livekit.publicUrl, jwt };
  }

  const enterOwn = (meetingId: string, roomId: string, identity: string, account: AccountActor) =>
    inTransaction(db, async (tx) => {
      await meetings.enter(tx, meetingId, identity, account);
      await recordEvent(tx, account, "meeting.changed", { meetingId, roomId });
    });

  /** Somebody of a server that the company trusts; the badge is the server's name. */
  async function enterStranger(meetingId: string, identity: string, userId: string, locked: boolean): Promise<void> {
    const known = await participantsOfUser(db, meetingId, userId);
    if (known.some(({ removed_at }) => removed_at !== null) || (locked && known.length === 0)) throw refuse();
    const company = userId.slice(userId.indexOf(":") + 1);
    await saveParticipant(db, { meetingId, identity, userId, name: userId, company, role: "guest" });
  }

  return {
    forDevice: (asked: Asked) => give(asked, deviceIdentity(asked.userId, asked.deviceId)),
    forMember: (asked: Asked & { readonly memberId: string }) =>
      give(asked, hashedIdentity(asked.userId, asked.deviceId, asked.memberId)),
  };
}
export type RtcService = ReturnType<typeof createRtcService>;
