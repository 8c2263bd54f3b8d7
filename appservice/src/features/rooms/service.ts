import type { Hindrance } from "@portico/contract/errors.ts";
import type { Context } from "../../context.ts";
import { recordEvent } from "../../db/record-event.ts";
import { inTransaction, type Tx } from "../../db/connection.ts";
import type { ManagedRoomRow } from "../../db/tables/managed-room.ts";
import { AppError, hindranceOf } from "../../errors.ts";
import { inParallel } from "../../jobs/in-parallel.ts";
import { Loop, type Worker } from "../../jobs/loop.ts";
import { OneAtATime } from "../../jobs/one-at-a-time.ts";
import { applyRepair, compareRoom } from "../../matrix/reconcile.ts";
import type { AccountFollower } from "../directory/follow-accounts.ts";
import { inLocale, powersOf, purposeContent, type Structure, wantedRoom } from "./model.ts";
import { findInterruptedRoom } from "./recover.ts";
import {
  findRoom,
  keysToCreate,
  keysToReconcile,
  listMembers,
  markCreationStarted,
  markReconciled,
  parentAndChildren,
  setRoomId,
} from "./store.ts";
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
  /**
   * Writes the rooms and memberships that follow from the directory. Rows that
   * fit are not touched; a room that is no longer wanted stays, empty and
   * unlisted, because its conversation does.
   */
  setStructure(tx: Tx, structure: Structure): Promise<void>;
  /** Why the work in the background does not go on, or null. */
  problem(): Hindrance | null;
  readonly worker: Worker;
}

/** Requests to the homeserver at a time: it has one process, and more only queue there. */
const LANES = 6;
const REST_MS = 5_000;
/** A room that nobody changed is looked at again after so many hours. */
const LOOK_AGAIN_HOURS = 24;
const RECONCILER = { kind: "system", name: "reconciler" } as const;

export function createRoomService(context: Omit<Context, "rooms">, accounts: AccountFollower): RoomService {
  const { db, log, matrix, policy, settings } = context;
  const self = {
    botUserId: `@${settings.homeserver.senderLocalpart}:${settings.serverName}`,
    serverName: settings.serverName,
  };
  const turns = new OneAtATime();
  let problem: Hindrance | null = null;

  /** One account or room that fails does not hold up the others; then the first failure is thrown. */
  async function step(): Promise<boolean> {
    const failures: unknown[] = [];
    const attempt = (work: Promise<void>) => work.catch((error: unknown) => failures.push(error));
    problem = null;
    await attempt(accounts.followAll());
    await attempt(createAll(await keysToCreate(db)));
    const due = await keysToReconcile(db, LOOK_AGAIN_HOURS);
    await attempt(reconcileAll(due));
    const [first] = failures;
    if (first !== undefined) {
      problem = hindranceOf(first);
      throw first;
    }
    return due.length > 0;
  }

  async function createAll(keys: readonly string[]): Promise<void> {
    if (keys.length === 0) return;
    // Without a policy the homeserver lets nobody create rooms, the bot included.
    await policy.publish();
    await inParallel(keys, LANES, async (key) => {
      await turns.run(key, () => create(key));
    });
  }

  async function reconcileAll(keys: readonly string[]): Promise<void> {
    if (keys.length === 0) return;
    // The homeserver lets nobody into a room before its policy names them.
    await policy.publish();
    await inParallel(keys, LANES, (key) => turns.run(key, () => reconcile(key)));
  }

  async function create(key: string): Promise<string> {
    const room = await mustFind(key);
    if (room.room_id !== null) return room.room_id;
    const members = await listMembers(db, key);
    const found = room.creation_started_at === null ? undefined : await findInterruptedRoom(context, key);
    if (found === undefined) await markCreationStarted(db, key);
    const roomId =
      found ??
      (await matrix.rooms.create({
        kind: room.kind,
        name: inLocale({ en: room.name_en, zh: room.name_zh }, settings.locale),
        ...(room.topic !== null && { topic: room.topic }),
        purpose: purposeContent(room, members),
        power: powersOf(members),
      }));
    await inTransaction(db, async (tx) => {
      await setRoomId(tx, key, roomId);
      await recordEvent(tx, RECONCILER, "room.created", { roomId, purpose: room.purpose });
    });
    log.info({ key, roomId }, "room created");
    return roomId;
  }

  async function reconcile(key: string): Promise<void> {
    const room = await mustFind(key);
    if (room.room_id === null) return;
    const roomId = room.room_id;
    const members = await listMembers(db, key);
    const wanted = wantedRoom(room, members, await parentAndChildren(db, room), settings.locale);
    const repairs = compareRoom(wanted, await matrix.state.all(roomId), self);
    // Nothing was wanted anew, so whatever differs was changed by somebody in Matrix.
    const drifted = room.wanted_version === room.reconciled_version;
    for (const repair of repairs) {
      await applyRepair(matrix, roomId, repair);
      if (!drifted) continue;
      const userId = repair.action === "write" ? "" : repair.userId;
      await inTransaction(db, (tx) =>
        recordEvent(tx, RECONCILER, "room.repaired", { roomId, userId, action: repair.action }),
      );
      log.warn({ key, roomId, action: repair.action, userId }, "room repaired");
    }
    if (members.every((member) => member.provisioned)) await markReconciled(db, room);
  }

  async function mustFind(key: string): Promise<ManagedRoomRow> {
    const room = await findRoom(db, key);
    if (room === undefined) throw new AppError("NOT_FOUND", { noun: "room" });
    return room;
  }

  const loop = new Loop({ name: "follow-directory", step, restMs: REST_MS, log });
  return {
    wake: () => {
      loop.wake();
    },
    async ensureNow(key) {
      await accounts.followThose((await listMembers(db, key)).map((member) => member.userId));
      if ((await mustFind(key)).room_id === null) await policy.publish();
      const roomId = await turns.run(key, () => create(key));
      await policy.publish();
      await turns.run(key, () => reconcile(key));
      return roomId;
    },
    setStructure: writeStructure,
    problem: () => problem,
    worker: loop,
  };
}
