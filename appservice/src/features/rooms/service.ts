import type { Hindrance } from "@portico/contract/error-body.ts";
import type { Context } from "../../context.ts";
import type { Tx } from "../../db/connection.ts";
import type { AccountRow } from "../../db/tables/account.ts";
import { hindranceOf } from "../../errors.ts";
import { Backoff } from "../../jobs/backoff.ts";
import { inParallel } from "../../jobs/in-parallel.ts";
import { Loop, type Worker } from "../../jobs/loop.ts";
import { Pace } from "../../jobs/pace.ts";
import { createAccountFollower } from "./accounts/follow.ts";
import { hurry, listUnapplied } from "./accounts/store.ts";
import { createGapCloser } from "./members/follow.ts";
import { LAST_URGENT, nextGaps, waitingIn } from "./members/store.ts";
import { acrossRooms } from "./members/model.ts";
import type { Structure } from "./model.ts";
import { createProgress, type Provisioning } from "./progress.ts";
import { createRepairs } from "./repairs/repairs.ts";
import { createRoomFollower } from "./state/follow.ts";
import { keysToCreate, keysToReconcile } from "./store.ts";
import { writeStructure } from "./structure/store.ts";

/** Keeps accounts and managed rooms at the homeserver as the database wants them. */
export interface RoomService {
  /** Says that wanted state has changed; what it asks for is done soon. */
  wake(): void;
  /**
   * Makes one room true at once: accounts of its members, the room, policy,
   * members. Resolves with its Matrix id; what could not be done is tried again
   * in the background.
   */
  ensureNow(roomKey: string): Promise<string>;
  /** Makes an account true at once, and its rooms before those that nobody waits for. */
  welcome(userId: string): Promise<void>;
  /**
   * Writes the rooms and memberships that follow from the directory. Rows that
   * fit are not touched; a room that is no longer wanted stays, empty and
   * unlisted, because its conversation does.
   */
  setStructure(tx: Tx, structure: Structure): Promise<void>;
  /** How far it is, and how fast it goes on. */
  progress(): Promise<Provisioning>;
  /** Why the work in the background does not go on, or null. */
  problem(): Hindrance | null;
  readonly workers: readonly Worker[];
}

/** Requests to the homeserver at a time: it has one process, and more only queue there. */
const LANES = 6;
const BATCH = 60;
const REST_MS = 5_000;
/** So many times a round is looked at, to find members of different rooms: those of one room go in one by one. */
const LOOK_AHEAD = 12;

export function createRoomService(context: Omit<Context, "rooms">): RoomService {
  const { db, log, matrix, policy } = context;
  const accounts = createAccountFollower(context);
  const repairs = createRepairs(context);
  const follower = createRoomFollower(context, repairs);
  const closeGap = createGapCloser(context, repairs);
  const backoff = new Backoff();
  const pace = new Pace({ answerTime: matrix.answerTime, most: LANES });
  const progress = createProgress(db);
  const problems: { urgent: Hindrance | null; bulk: Hindrance | null } = { urgent: null, bulk: null };

  const follow = progress.counted("accounts", (account: AccountRow) => accounts.follow(account));
  const close = progress.counted("memberships", closeGap);
  const create = progress.counted("rooms", (key: string) => backoff.attempt(key, () => follower.create(key)));
  const reconcile = (key: string) => backoff.attempt(key, () => follower.reconcile(key));

  /** What somebody notices: leavers, people who sign in, a few who moved, repairs. Whatever fails does not hold up the rest. */
  async function urgentStep(): Promise<boolean> {
    const failures: unknown[] = [];
    const attempt = <Item>(items: readonly Item[], work: (item: Item) => Promise<void>) =>
      inParallel(items, LANES, work).catch((error: unknown) => failures.push(error));
    const leaving = await listUnapplied(db, { turn: "first", limit: BATCH });
    // The policy refuses a leaver's tokens before his account is locked, and both before anything else.
    if (leaving.some((account) => account.ended_at !== null)) await policy.publish();
    await attempt(leaving, follow);
    const missing = backoff.ready(await keysToCreate(db, { urgent: true, limit: BATCH }));
    // Without a policy the homeserver lets nobody create rooms, the bot included.
    if (missing.length > 0) await policy.publish();
    await attempt(missing, create);
    const due = backoff.ready(await keysToReconcile(db, BATCH));
    await attempt(due, reconcile);
    const gaps = await nextGaps(db, { priorities: [0, LAST_URGENT], limit: BATCH });
    // The homeserver lets nobody into a room before its policy names them.
    if (gaps.some((gap) => gap.wanted !== null)) await policy.publish();
    await attempt(gaps, close);
    problems.urgent = failures.length === 0 ? null : hindranceOf(failures[0]);
    if (failures.length > 0) throw failures[0];
    return [leaving, missing, due, gaps].some((found) => found.length > 0);
  }

  /** The rest, at the pace that the homeserver allows: accounts, then rooms, then members. */
  async function bulkStep(): Promise<boolean> {
    try {
      const found = await bulkRound();
      problems.bulk = null;
      return found;
    } catch (error) {
      problems.bulk = hindranceOf(error);
      throw error;
    }
  }

  async function bulkRound(): Promise<boolean> {
    const unapplied = await listUnapplied(db, { turn: "rest", limit: pace.round });
    if (unapplied.length > 0) {
      await pace.run(unapplied, follow);
      return true;
    }
    const missing = backoff.ready(await keysToCreate(db, { urgent: false, limit: BATCH })).slice(0, pace.round);
    if (missing.length > 0) {
      await policy.publish();
      await pace.run(missing, create);
      return true;
    }
    const waiting = await nextGaps(db, { priorities: [LAST_URGENT + 1, 9], limit: pace.round * LOOK_AHEAD });
    if (waiting.length === 0) return false;
    const gaps = acrossRooms(waiting, pace.round);
    await policy.publish();
    // One after the other in each room: whoever writes there waits behind one of them, not behind as many as there are lanes.
    await pace.run([...Map.groupBy(gaps, (gap) => gap.roomKey).values()], async (inRoom) => {
      for (const gap of inRoom) await close(gap);
    });
    return true;
  }

  const urgent = new Loop({ name: "follow-urgent", step: urgentStep, restMs: REST_MS, log });
  const bulk = new Loop({ name: "follow-bulk", step: bulkStep, restMs: REST_MS, log });
  const wake = () => {
    urgent.wake();
    bulk.wake();
  };

  return {
    wake,
    async ensureNow(key) {
      await accounts.followThose(await waitingIn(db, key));
      await policy.publish();
      const roomId = await follower.create(key);
      await policy.publish();
      await follower.reconcile(key);
      await inParallel(await nextGaps(db, { priorities: [0, 9], limit: 1_000, roomKey: key }), LANES, closeGap);
      return roomId;
    },
    async welcome(userId) {
      await hurry(db, userId);
      await accounts.followThose([userId]);
      wake();
    },
    setStructure: writeStructure,
    progress: progress.read,
    problem: () => problems.urgent ?? problems.bulk,
    workers: [urgent, bulk],
  };
}
