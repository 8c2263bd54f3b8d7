import type { Context } from "../../../context.ts";
import { inTransaction } from "../../../db/connection.ts";
import { recordEvent } from "../../../db/record-event.ts";
import type { ManagedRoomRow } from "../../../db/tables/managed-room.ts";
import { AppError } from "../../../errors.ts";
import { OneAtATime } from "../../../jobs/one-at-a-time.ts";
import { findMember, listState, saveMember, saveState, saveWhole } from "../actual/store.ts";
import { queueOfRoom } from "../members/store.ts";
import { ownerOf } from "../present.ts";
import { findInterruptedRoom } from "../recover.ts";
import { type Deviation, RECONCILER, type Repairs } from "../repairs/repairs.ts";
import { contestedIn, settle } from "../repairs/store.ts";
import {
  anyInviter,
  factsOf,
  findRoom,
  isTurned,
  markCreationStarted,
  markReconciled,
  markTurned,
  setProblem,
  setRoomId,
} from "../store.ts";
import { creationOptions, type StateDifference, stateDifferences, stateInDoubt, wantedState } from "./model.ts";

/** Makes Matrix rooms what their rows say; members are followed apart. */
export interface RoomFollower {
  /** Creates the room unless it exists, and makes its state true. Resolves with its Matrix id. */
  create(key: string): Promise<string>;
  /** Makes the state of an existing room true. */
  reconcile(key: string): Promise<void>;
}

const factOf = (room: ManagedRoomRow, roomId: string) => ({
  roomId,
  purpose: room.purpose,
  key: room.key,
  owner: ownerOf(room),
});

export function createRoomFollower(
  { db, log, matrix, settings }: Pick<Context, "db" | "log" | "matrix" | "settings">,
  repairs: Repairs,
): RoomFollower {
  const turns = new OneAtATime();
  /** New rooms are noted one after the other: several that wait for an import must not hold a connection each. */
  const noting = new OneAtATime();
  const botUserId = `@${settings.homeserver.senderLocalpart}:${settings.serverName}`;

  async function create(key: string): Promise<string> {
    const room = await mustFind(key);
    if (room.room_id !== null) return room.room_id;
    const found = room.creation_started_at === null ? undefined : await findInterruptedRoom({ db, matrix }, key);
    if (found === undefined) await markCreationStarted(db, key);
    const roomId =
      found ?? (await matrix.rooms.create(creationOptions(room, await factsOf(db, room), settings.locale)));
    await noting.run("", () =>
      inTransaction(db, async (tx) => {
        await setRoomId(tx, room, roomId);
        await recordEvent(tx, RECONCILER, "room.created", factOf(room, roomId));
      }),
    );
    log.info({ key, roomId }, "room created");
    await reconcile(await mustFind(key), roomId);
    return roomId;
  }

  async function reconcile(room: ManagedRoomRow, roomId: string): Promise<void> {
    if (room.loaded_at === null) {
      const state = await matrix.state.all(roomId);
      await inTransaction(db, async (tx) => {
        await saveWhole(tx, room.key, state, true);
        await queueOfRoom(tx, room.key, botUserId);
      });
    }
    const wanted = wantedState(room, await factsOf(db, room), settings);
    const contested = await contestedIn(db, room.key);
    for (const difference of stateInDoubt(wanted, await listState(db, room.key))) {
      const { type, stateKey } = difference.wanted;
      if (!contested.has(`${type}\n${stateKey}`)) await write(room, roomId, difference);
    }
    if (isTurned(room)) await turn(room, roomId);
    else await markReconciled(db, room);
  }

  /** The room was closed or opened: whoever follows that learns of it when it is so in Matrix, and once. */
  const turn = (room: ManagedRoomRow, roomId: string): Promise<void> =>
    inTransaction(db, async (tx) => {
      await markReconciled(tx, room);
      if (!(await markTurned(tx, room))) return;
      const name = room.archived_at === null ? "room.reopened" : "room.closed";
      await recordEvent(tx, RECONCILER, name, factOf(room, roomId));
    });

  async function write(room: ManagedRoomRow, roomId: string, { wanted, actual }: StateDifference): Promise<void> {
    const { type, stateKey, content } = wanted;
    let deviation: Deviation | undefined;
    if (actual?.foreign === true) {
      // The change may be older than what was written since: look before it is called a deviation.
      const now = await matrix.state.event(roomId, type, stateKey);
      const [still] = stateDifferences([wanted], now === undefined ? [] : [{ ...now, foreign: true }]);
      if (now !== undefined) await saveState(db, room.key, now, still !== undefined);
      if (still === undefined) {
        await settle(db, { roomKey: room.key, type, stateKey });
        return;
      }
      const cause = now?.sender ?? null;
      deviation = { roomKey: room.key, roomId, type, stateKey, cause, wanted: content, actual: now?.content ?? null };
      if (!(await repairs.allow(deviation))) return;
    }
    const eventId = await matrix.state.put(roomId, type, stateKey, { ...content });
    await inTransaction(db, async (tx) => {
      await saveState(tx, room.key, { type, stateKey, content, eventId, sender: botUserId }, false);
      if (deviation !== undefined) await repairs.record(tx, deviation);
    });
  }

  /** Without the bot nobody can repair anything: whoever may invite there lets it in again. */
  async function returnBot(room: ManagedRoomRow, roomId: string): Promise<void> {
    const known = await findMember(db, room.key, botUserId);
    if (known === undefined || known.membership === "join") return;
    const inviter = await anyInviter(db, room.key);
    if (inviter === undefined) {
      throw new AppError("HOMESERVER_REFUSED", { reason: "the bot is not in the room and nobody there may invite it" });
    }
    const eventId = await matrix.rooms.returnBot(roomId, inviter);
    const deviation = {
      roomKey: room.key,
      roomId,
      type: "m.room.member",
      stateKey: botUserId,
      cause: known.sender,
      wanted: { membership: "join" },
      actual: { membership: known.membership },
    };
    await inTransaction(db, async (tx) => {
      await saveMember(tx, room.key, botUserId, { membership: "join", company: null, eventId, sender: botUserId });
      await repairs.record(tx, deviation);
    });
  }

  async function mustFind(key: string): Promise<ManagedRoomRow> {
    const room = await findRoom(db, key);
    if (room === undefined) throw new AppError("NOT_FOUND", { noun: "room" });
    return room;
  }

  return {
    create: (key) => turns.run(key, () => create(key)),
    reconcile: (key) =>
      turns.run(key, async () => {
        const room = await mustFind(key);
        const { room_id: roomId } = room;
        if (roomId === null) return;
        try {
          await returnBot(room, roomId);
          await reconcile(room, roomId);
        } catch (error) {
          if (error instanceof AppError && error.code === "HOMESERVER_REFUSED")
            await setProblem(db, key, error.message);
          throw error;
        }
      }),
  };
}
