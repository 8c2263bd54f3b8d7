import { MEMBER_COMPANY_FIELD, MEMBER_NAME_FIELD } from "@portico/contract/matrix.ts";
import type { Context } from "../../../context.ts";
import { inTransaction } from "../../../db/connection.ts";
import { OneAtATime } from "../../../jobs/one-at-a-time.ts";
import { MatrixRefusal } from "../../../matrix/transport.ts";
import { displayName } from "../../directory/model.ts";
import { type ActualMember, saveMember, toMember } from "../actual/store.ts";
import type { Deviation, Repairs } from "../repairs/repairs.ts";
import { settle } from "../repairs/store.ts";
import { type Gap, memberStep, patience } from "./model.ts";
import { dropGap, postponeGap } from "./store.ts";

/** Closes one gap: brings the account into the room or out of it, or finds that nothing is to be done. */
export type CloseGap = (gap: Gap) => Promise<void>;

type Parts = Pick<Context, "db" | "matrix" | "settings">;

/**
 * What the homeserver refuses is looked at and tried again later; only a
 * homeserver that does not answer, or asks for a pause, is the caller's problem.
 */
export function createGapCloser({ db, matrix, settings }: Parts, repairs: Repairs): CloseGap {
  const turns = new OneAtATime();
  const botUserId = `@${settings.homeserver.senderLocalpart}:${settings.serverName}`;

  async function close(gap: Gap): Promise<void> {
    // Somebody else's change may be older than what was done since, and what was done may not have been noted before a
    // crash: the room is asked before anything is called a deviation, and before nothing is done.
    const trusted = !gap.drifted && memberStep(gap.wanted, gap.actual) !== undefined;
    const actual = trusted ? gap.actual : await look(gap);
    const step = memberStep(gap.wanted, actual);
    const item = { roomKey: gap.roomKey, type: "m.room.member", stateKey: gap.userId };
    if (step === undefined) {
      await dropGap(db, gap);
      if (gap.drifted) await settle(db, item);
      return;
    }
    const deviation: Deviation = {
      ...item,
      roomId: gap.roomId,
      cause: gap.cause,
      wanted: gap.wanted === null ? null : { membership: "join", company: gap.wanted.company },
      actual: actual === undefined ? null : { membership: actual.membership, company: actual.company },
    };
    if (gap.drifted && !(await repairs.allow(deviation))) return;
    const done = step === "add" ? await add(gap, actual) : await remove(gap);
    await inTransaction(db, async (tx) => {
      await saveMember(tx, gap.roomKey, gap.userId, done);
      if (gap.drifted) await repairs.record(tx, deviation);
      await dropGap(tx, gap);
    });
  }

  async function add(gap: Gap, actual: ActualMember | undefined): Promise<ActualMember> {
    const company = gap.wanted?.company ?? null;
    const fields = company === null ? {} : { [MEMBER_COMPANY_FIELD]: company };
    const eventId = await matrix.members.add(gap.roomId, gap.userId, actual?.membership ?? "leave", fields);
    return { membership: "join", company, eventId, sender: gap.userId };
  }

  async function remove({ roomId, userId, name, company }: Gap): Promise<ActualMember> {
    const eventId = await matrix.members.remove(roomId, userId, {
      reason: "not a member of this room in the directory",
      [MEMBER_NAME_FIELD]: displayName({ name_en: name.en, name_zh: name.zh, company }, settings.locale),
      ...(company !== null && { [MEMBER_COMPANY_FIELD]: company }),
    });
    return { membership: "leave", company, eventId, sender: botUserId };
  }

  /** Reads the membership as it is and keeps it. */
  async function look(gap: Gap): Promise<ActualMember | undefined> {
    const event = await matrix.state.event(gap.roomId, "m.room.member", gap.userId);
    if (event === undefined) return undefined;
    const member = toMember(event);
    await saveMember(db, gap.roomKey, gap.userId, member);
    return member;
  }

  return (gap) =>
    turns.run(`${gap.roomKey}\n${gap.userId}`, async () => {
      try {
        await close(gap);
      } catch (error) {
        if (!(error instanceof MatrixRefusal)) throw error;
        // What is kept here may be wrong, as after a crash between the deed and its note.
        await look(gap).catch((failure: unknown) => {
          if (!(failure instanceof MatrixRefusal)) throw failure;
        });
        await postponeGap(db, gap, gap.attempts === 0 ? 0 : patience(gap.attempts), error.message);
      }
    });
}
