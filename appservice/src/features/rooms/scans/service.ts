import { randomBytes } from "node:crypto";
import type { RoomScan } from "@portico/contract/rooms.ts";
import type { Context } from "../../../context.ts";
import { inTransaction } from "../../../db/connection.ts";
import { recordEvent } from "../../../db/record-event.ts";
import { AppError } from "../../../errors.ts";
import type { Loop } from "../../../jobs/loop.ts";
import { type Actor, actorName } from "../../../policy/actor.ts";
import { insertChanges } from "../../live/index.ts";
import { retryGaps } from "../members/store.ts";
import { listContested, release } from "../repairs/store.ts";
import { findRoomById, markDrifted, namesOfAccounts } from "../store.ts";
import {
  countScans,
  findScan,
  listDifferences,
  listProblems,
  listScans,
  readOverview,
  type ScanRecord,
  startScan,
} from "./store.ts";

const SHOWN_PROBLEMS = 20;

/** Starting scans, and what they and the reconciler have to tell. */
export function createScanService({ db, rooms }: Pick<Context, "db" | "rooms">, scanner: Loop) {
  async function start(by: string, dryRun: boolean): Promise<RoomScan> {
    const id = `${new Date().toISOString().replaceAll(/\D/g, "")}-${randomBytes(4).toString("hex")}`;
    const started = await inTransaction(db, async (tx) => {
      await insertChanges(tx, [{ topic: "reconciler" }]);
      return startScan(tx, { id, dryRun, by });
    });
    scanner.wake();
    return presentScan(await mustFind(started));
  }

  async function mustFind(id: string): Promise<ScanRecord> {
    const scan = await findScan(db, id);
    if (scan === undefined) throw new AppError("NOT_FOUND", { noun: "scan" });
    return scan;
  }

  /** With the names of whose membership it is and of who changed it. */
  async function withNames<Found extends { readonly stateKey: string; readonly by: string | null }>(
    found: readonly Found[],
  ) {
    const ids = found.flatMap(({ stateKey, by }) => [stateKey, ...(by === null ? [] : [by])]);
    const names = await namesOfAccounts(db, [...new Set(ids)]);
    return found.map((each) => ({
      ...each,
      whoseName: names.get(each.stateKey) ?? null,
      byName: names.get(each.by ?? "") ?? null,
    }));
  }

  return {
    start,
    startFor: (actor: Actor, dryRun: boolean) => start(actorName(actor), dryRun),

    async list({ cursor, limit }: { cursor?: string | undefined; limit: number }) {
      const found = await listScans(db, { after: cursor, limit: limit + 1 });
      const items = found.slice(0, limit).map(presentScan);
      const nextCursor = found.length > limit ? (items.at(-1)?.id ?? null) : null;
      return { items, nextCursor, total: await countScans(db) };
    },

    async get(id: string) {
      const scan = await mustFind(id);
      const differences = await listDifferences(db, scan);
      return {
        scan: presentScan(scan),
        differences: await withNames(
          differences.map(({ name_en: en, name_zh: zh, cause, ...found }) => ({
            ...found,
            room: { en, zh },
            by: cause,
          })),
        ),
      };
    },

    async overview() {
      const [lastScan] = await listScans(db, { after: undefined, limit: 1 });
      const problems = await listProblems(db, SHOWN_PROBLEMS);
      return {
        ...(await readOverview(db)),
        contested: await withNames(
          (await listContested(db)).map(({ name_en: en, name_zh: zh, cause, since, ...item }) => ({
            ...item,
            room: { en, zh },
            by: cause,
            since: since.toISOString(),
          })),
        ),
        problems: problems.map(({ name_en: en, name_zh: zh, ...found }) => ({ ...found, room: { en, zh } })),
        lastScan: lastScan === undefined ? null : presentScan(lastScan),
      };
    },

    async release(actor: Actor, roomId: string) {
      const room = await findRoomById(db, roomId);
      if (room === undefined) throw new AppError("NOT_FOUND", { noun: "room" });
      const released = await inTransaction(db, async (tx) => {
        const count = await release(tx, room.key);
        if (count === 0) return 0;
        await retryGaps(tx, room.key);
        await markDrifted(tx, room.key);
        await recordEvent(tx, actor, "room.released", { roomId });
        return count;
      });
      rooms.wake();
      return { released };
    },
  };
}

const presentScan = (scan: ScanRecord): RoomScan => ({
  id: scan.id,
  dryRun: scan.dry_run,
  requestedBy: scan.requested_by,
  startedAt: scan.started_at.toISOString(),
  finishedAt: scan.finished_at?.toISOString() ?? null,
  rooms: scan.rooms,
  lookedAt: scan.looked_at,
  differences: scan.differences,
  problem: scan.problem,
});
