import { randomBytes, randomUUID } from "node:crypto";
import type { Sfu } from "../../../adapters/livekit/sfu.ts";
import type { Context } from "../../../context.ts";
import { inTransaction } from "../../../db/connection.ts";
import { recordEvent } from "../../../db/record-event.ts";
import type { MeetingEntryRow, MeetingLinkRow, MeetingRow } from "../../../db/tables/meeting.ts";
import { AppError } from "../../../errors.ts";
import { hashToken } from "../../../http/bearer.ts";
import { type Actor, requireAccount } from "../../../policy/actor.ts";
import { can } from "../../../policy/engine.ts";
import type { Control } from "../control.ts";
import { publishState } from "../room-state.ts";
import type { MeetingService } from "../service.ts";
import { findLive, findMeeting, findParticipant, saveParticipant, updateParticipant } from "../store.ts";
import { guestIdentity } from "./expel.ts";
import {
  decideEntry,
  deniedAt,
  findEntry,
  findLink,
  findLinkById,
  insertEntry,
  insertLink,
  listWaiting,
  revokeLinks,
  seeEntry,
} from "./store.ts";

/** Whom the host did not let in is at peace, and so is the host, for this long. */
const PEACE_MS = 10 * 60_000;
const HOUR_MS = 3_600_000;
const SYSTEM = { kind: "system", name: "meetings" } as const;

type Parts = Pick<Context, "db" | "matrix" | "settings"> & {
  readonly sfu: Sfu;
  readonly meetings: MeetingService;
  readonly control: Control;
};

interface EntryKey {
  readonly entryId: string;
  readonly secret: string;
}

/**
 * People who come by link, without an account: they name themselves, wait, and
 * hold no token before somebody who leads the meeting let them in. An entry is
 * good for one meeting and opens nothing else.
 */
export function createLobby({ db, matrix, settings, sfu, meetings, control }: Parts) {
  async function createLink(actor: Actor, roomId: string, { hours, lobby }: { hours: number; lobby: boolean }) {
    const account = await requireMember(actor, roomId);
    const token = randomBytes(32).toString("base64url");
    const id = randomUUID();
    const expiresAt = new Date(Date.now() + hours * HOUR_MS);
    await inTransaction(db, async (tx) => {
      const link = { id, token_hash: hashToken(token), room_id: roomId, created_by: account.userId };
      await insertLink(tx, { ...link, expires_at: expiresAt, lobby });
      await recordEvent(tx, account, "meeting.link-created", { meetingId: id, roomId });
    });
    return { id, link: `${settings.webUrl}/meet#${token}`, expiresAt: expiresAt.toISOString(), lobby };
  }

  async function endLinks(actor: Actor, roomId: string): Promise<null> {
    await requireMember(actor, roomId);
    await revokeLinks(db, roomId, new Date());
    return null;
  }

  async function requireMember(actor: Actor, roomId: string) {
    const account = requireAccount(actor);
    if (!(await matrix.audience.isJoined(roomId, account.userId))) throw new AppError("NOT_FOUND", { noun: "room" });
    return account;
  }

  async function linkOf(token: string): Promise<MeetingLinkRow> {
    const link = await findLink(db, hashToken(token), new Date());
    if (link === undefined) throw new AppError("MEETING_LINK_INVALID");
    return link;
  }

  async function preview({ token }: { token: string }) {
    const link = await linkOf(token);
    const live = await findLive(db, link.room_id);
    return {
      company: settings.company,
      roomName: (await matrix.audience.about(link.room_id)).name ?? "",
      invitedBy: await meetings.nameOf(link.created_by),
      expiresAt: link.expires_at.toISOString(),
      live: live !== undefined,
      lobby: link.lobby && (live?.lobby ?? true),
    };
  }

  async function enter(given: { token: string; name: string; company: string }, address: string) {
    const link = await linkOf(given.token);
    const denied = await deniedAt(db, link.id, address, new Date(Date.now() - PEACE_MS));
    if (denied !== null) {
      const seconds = Math.ceil((denied.getTime() + PEACE_MS - Date.now()) / 1000);
      throw new AppError("MEETING_DENIED", { seconds });
    }
    const secret = randomBytes(24).toString("base64url");
    const live = await findLive(db, link.room_id);
    const entry = {
      id: randomUUID(),
      secret_hash: hashToken(secret),
      link_id: link.id,
      meeting_id: live?.id ?? null,
      name: given.name,
      company: given.company,
      address,
      state: "waiting" as const,
    };
    await insertEntry(db, entry);
    if (live !== undefined) await knock(live, entry.name);
    return { entryId: entry.id, secret };
  }

  async function knock(meeting: MeetingRow, name: string): Promise<void> {
    await inTransaction(db, (tx) =>
      recordEvent(tx, SYSTEM, "meeting.waiting", { meetingId: meeting.id, roomId: meeting.room_id, name }),
    );
    await publishState(db, sfu, meeting.id);
  }

  async function entryOf({ entryId, secret }: EntryKey): Promise<{ entry: MeetingEntryRow; link: MeetingLinkRow }> {
    const entry = await findEntry(db, entryId, hashToken(secret));
    const link = entry === undefined ? undefined : await findLinkById(db, entry.link_id);
    if (entry === undefined || link === undefined) throw new AppError("MEETING_LINK_INVALID");
    return { entry, link };
  }

  async function state(key: EntryKey) {
    const { entry, link } = await entryOf(key);
    const answer = (name: "waiting" | "not-started" | "denied" | "removed" | "over") => ({
      state: name,
      connection: null,
    });
    if (entry.state === "denied" || entry.state === "removed") return answer(entry.state);
    const meeting = entry.meeting_id === null ? undefined : await findMeeting(db, entry.meeting_id);
    if (meeting !== undefined && meeting.ended_at !== null) return answer("over");
    if (meeting === undefined) {
      if (link.revoked_at !== null || link.expires_at <= new Date()) throw new AppError("MEETING_LINK_INVALID");
      const live = await findLive(db, link.room_id);
      await seeEntry(db, entry.id, live?.id ?? null);
      if (live === undefined) return answer("not-started");
      await knock(live, entry.name);
      return answer("waiting");
    }
    await seeEntry(db, entry.id, meeting.id);
    if (entry.state === "waiting") {
      if ((link.lobby && meeting.lobby) || meeting.locked) return answer("waiting");
      await admit(meeting, entry.id, "link");
    }
    return { state: "admitted" as const, connection: await connectGuest(meeting, entry) };
  }

  async function connectGuest(meeting: MeetingRow, entry: MeetingEntryRow) {
    const identity = guestIdentity(entry.id);
    await saveParticipant(db, {
      meetingId: meeting.id,
      identity,
      userId: null,
      name: entry.name,
      company: entry.company,
      role: "guest",
    });
    const person = await findParticipant(db, meeting.id, identity);
    if (person === undefined) throw new Error(`${identity} was saved and is not there`);
    return meetings.connect(meeting, person);
  }

  async function admit(meeting: MeetingRow, entryId: string, by: string): Promise<void> {
    const entry = await decideEntry(db, entryId, meeting.id, "admitted", by);
    if (entry === undefined) return;
    await inTransaction(db, (tx) =>
      recordEvent(tx, SYSTEM, "meeting.admitted", { meetingId: meeting.id, roomId: meeting.room_id, name: entry.name }),
    );
  }

  async function requireLead(actor: Actor, meetingId: string) {
    const { account, meeting } = await meetings.load(actor, meetingId);
    const own = await control.ownSeat(meeting, account);
    if (!can(account, "meeting.control", { role: own?.role ?? null }))
      throw new AppError("ABILITY_MISSING", { ability: "meeting.control" });
    return { account, meeting };
  }

  async function list(actor: Actor, meetingId: string) {
    const { meeting } = await requireLead(actor, meetingId);
    const waiting = await listWaiting(db, meeting.id, new Date());
    return {
      items: waiting.map(({ id, name, company, asked_at }) => ({ id, name, company, since: asked_at.toISOString() })),
    };
  }

  async function decide(actor: Actor, meetingId: string, entryId: string, admitted: boolean): Promise<null> {
    const { account, meeting } = await requireLead(actor, meetingId);
    if (meeting.ended_at !== null) throw new AppError("MEETING_OVER");
    const entry = await decideEntry(db, entryId, meetingId, admitted ? "admitted" : "denied", account.userId);
    if (entry !== undefined) {
      const fact = { meetingId, roomId: meeting.room_id, name: entry.name };
      await inTransaction(db, (tx) => recordEvent(tx, account, admitted ? "meeting.admitted" : "meeting.denied", fact));
    }
    await publishState(db, sfu, meetingId);
    return null;
  }

  async function hand({ raised, ...key }: EntryKey & { raised: boolean }): Promise<null> {
    const { entry } = await entryOf(key);
    if (entry.meeting_id === null || entry.state !== "admitted") throw new AppError("MEETING_LINK_INVALID");
    const at = raised ? new Date() : null;
    await updateParticipant(db, entry.meeting_id, guestIdentity(entry.id), { hand_raised_at: at });
    await publishState(db, sfu, entry.meeting_id);
    return null;
  }

  return { createLink, endLinks, preview, enter, state, list, decide, hand };
}
