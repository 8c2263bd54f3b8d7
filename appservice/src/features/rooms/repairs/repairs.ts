import type { Context } from "../../../context.ts";
import { inTransaction, type Tx } from "../../../db/connection.ts";
import { recordEvent } from "../../../db/record-event.ts";
import { countRepairs, insertContested, insertRepair, type RoomItem } from "./store.ts";

/** After so many repairs of one thing in so many minutes, each after a change by the same one, it is left alone. */
const ROUNDS = 3;
const MINUTES = 10;
export const RECONCILER = { kind: "system", name: "reconciler" } as const;

/** A thing of a room that somebody changed in Matrix. */
export interface Deviation extends RoomItem {
  readonly roomId: string;
  readonly cause: string | null;
  /** Content of the state event, or membership and badge; null: none. */
  readonly wanted: unknown;
  readonly actual: unknown;
}

/** Decides whether a deviation is repaired or left to people, and puts either on record. */
export interface Repairs {
  /** Whether it may be repaired; otherwise it is contested from now on, and on record as such. */
  allow(deviation: Deviation): Promise<boolean>;
  /** Puts the repair on record in the transaction that notes it. */
  record(tx: Tx, deviation: Deviation): Promise<void>;
}

export function createRepairs({ db, log }: Pick<Context, "db" | "log">): Repairs {
  return {
    async allow(deviation) {
      if ((await countRepairs(db, deviation, deviation.cause, MINUTES)) < ROUNDS) return true;
      await inTransaction(db, async (tx) => {
        if (await insertContested(tx, deviation, deviation)) {
          await recordEvent(tx, RECONCILER, "room.contested", told(deviation));
        }
      });
      log.warn(told(deviation), "room contested");
      return false;
    },
    async record(tx, deviation) {
      await insertRepair(tx, deviation, deviation.cause);
      await recordEvent(tx, RECONCILER, "room.repaired", told(deviation));
      log.warn(told(deviation), "room repaired");
    },
  };
}

const told = ({ roomId, type, stateKey, wanted, actual, cause }: Deviation) => ({
  roomId,
  type,
  stateKey,
  wanted,
  actual,
  by: cause,
});
