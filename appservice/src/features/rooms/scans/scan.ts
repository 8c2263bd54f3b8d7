import type { Context } from "../../../context.ts";
import { inTransaction } from "../../../db/connection.ts";
import { recordEvent } from "../../../db/record-event.ts";
import type { ManagedRoomRow } from "../../../db/tables/managed-room.ts";
import type { RoomScanRow } from "../../../db/tables/room-scan.ts";
import { hindranceOf } from "../../../errors.ts";
import { inParallel } from "../../../jobs/in-parallel.ts";
import { Loop } from "../../../jobs/loop.ts";
import type { StateEvent } from "../../../matrix/ports.ts";
import { listState, saveWhole, toMember } from "../actual/store.ts";
import { memberStep } from "../members/model.ts";
import { queueDrifted } from "../members/store.ts";
import { RECONCILER } from "../repairs/repairs.ts";
import { isOurs, stateDifferences, wantedState } from "../state/model.ts";
import { factsOf, markDrifted } from "../store.ts";
import {
  findScan,
  finishScan,
  type FoundDifference,
  insertDifferences,
  membersForScan,
  noteProblem,
  noteProgress,
  roomsAfter,
  runningScan,
} from "./store.ts";

const BATCH = 24;
const LANES = 3;
const REST_MS = 30_000;

/**
 * Goes through all managed rooms, reads each as Matrix has it and compares. A
 * dry run lists; otherwise what differs is queued for repair. It notes after
 * every few rooms how far it came, and goes on there after a restart.
 */
export function createScanner({ db, log, matrix, rooms, settings }: Context): Loop {
  const botUserId = `@${settings.homeserver.senderLocalpart}:${settings.serverName}`;

  async function step(): Promise<boolean> {
    const scan = await runningScan(db);
    if (scan === undefined) return false;
    const next = await roomsAfter(db, scan.last_key, BATCH);
    await inParallel(next, LANES, async (room) => {
      try {
        await look(scan, room);
      } catch (error) {
        const { code, detail } = hindranceOf(error);
        await noteProblem(db, scan.id, `${room.key}: ${detail}`);
        // A room that the homeserver refuses must not keep the scan from the others.
        if (code !== "HOMESERVER_REFUSED") throw error;
      }
    });
    const last = next.at(-1);
    await inTransaction(db, async (tx) => {
      if (last !== undefined) {
        await noteProgress(tx, scan.id, last.key, next.length);
        return;
      }
      await finishScan(tx, scan.id);
      const done = await findScan(tx, scan.id);
      await recordEvent(tx, RECONCILER, "room.scanned", {
        scanId: scan.id,
        dryRun: scan.dry_run,
        rooms: done?.rooms ?? 0,
        differences: done?.differences ?? 0,
      });
    });
    return true;
  }

  async function look(scan: RoomScanRow, room: ManagedRoomRow): Promise<void> {
    if (room.room_id === null) return;
    const state = await matrix.state.all(room.room_id);
    const differences = (await Promise.all([stateOf(room, state), membersOf(room, state)])).flat();
    if (scan.dry_run && differences.length === 0) return;
    await inTransaction(db, async (tx) => {
      await insertDifferences(tx, scan.id, room.key, differences);
      if (scan.dry_run) return;
      await saveWhole(tx, room.key, state, false);
      const members = differences.filter(({ type }) => type === "m.room.member");
      await queueDrifted(
        tx,
        members.map(({ stateKey, wanted, cause }) => ({
          roomKey: room.key,
          userId: stateKey,
          wanted: wanted !== null,
          cause,
        })),
      );
      if (members.length < differences.length) await markDrifted(tx, room.key);
    });
    if (!scan.dry_run && differences.length > 0) rooms.wake();
  }

  /** What is wanted anew and not yet written is no difference; what somebody wrote is. */
  async function stateOf(room: ManagedRoomRow, state: readonly StateEvent[]): Promise<FoundDifference[]> {
    const [items, facts] = await Promise.all([listState(db, room.key), factsOf(db, room)]);
    const known = new Map(items.map((item) => [`${item.type}\n${item.stateKey}`, item]));
    const actual = state.filter(isOurs).map((event) => {
      const before = known.get(`${event.type}\n${event.stateKey}`);
      return { ...event, foreign: before === undefined || before.foreign || before.eventId !== event.eventId };
    });
    const settled = room.wanted_version === room.reconciled_version;
    return stateDifferences(wantedState(room, facts, settings), actual)
      .filter((difference) => settled || difference.actual?.foreign === true)
      .map((difference) => ({
        type: difference.wanted.type,
        stateKey: difference.wanted.stateKey,
        wanted: difference.wanted.content,
        actual: difference.actual?.content ?? null,
        cause: difference.actual?.sender ?? null,
      }));
  }

  async function membersOf(room: ManagedRoomRow, state: readonly StateEvent[]): Promise<FoundDifference[]> {
    const { wanted, waiting } = await membersForScan(db, room.key);
    const actual = new Map(
      state.filter(({ type }) => type === "m.room.member").map((event) => [event.stateKey, toMember(event)]),
    );
    return [...new Set([...wanted.keys(), ...actual.keys()])]
      .filter((userId) => userId !== botUserId && !waiting.has(userId))
      .filter((userId) => memberStep(wanted.get(userId) ?? null, actual.get(userId)) !== undefined)
      .map((userId) => {
        const shall = wanted.get(userId);
        const is = actual.get(userId);
        return {
          type: "m.room.member",
          stateKey: userId,
          wanted: shall === undefined ? null : { membership: "join", company: shall.company },
          actual: is === undefined ? null : { membership: is.membership, company: is.company },
          cause: is?.sender ?? null,
        };
      });
  }

  return new Loop({ name: "scan-rooms", step, restMs: REST_MS, log });
}
