import type { Db } from "../../db/connection.ts";
import { Rate } from "../../jobs/rate.ts";
import { policyVersion } from "../../policy/snapshot.ts";
import { countGaps } from "./members/store.ts";
import { countWantedMembers, readProgress } from "./store.ts";

interface Progress {
  readonly wanted: number;
  readonly done: number;
  /** Per second, over the last minute. */
  readonly rate: number;
}

export interface Provisioning {
  readonly accounts: Progress;
  readonly rooms: Progress;
  readonly memberships: Progress;
}

/** Counts what is done, and says how far accounts, rooms and memberships are. */
export function createProgress(db: Db) {
  const rates = { accounts: new Rate(), rooms: new Rate(), memberships: new Rate() };
  let counted = { version: -1, memberships: 0 };

  /** To tell a hundred thousand memberships apart costs too much for each look, and they change with the policy only. */
  async function wantedMemberships(): Promise<number> {
    const { version } = await policyVersion(db);
    if (counted.version !== version) counted = { version, memberships: await countWantedMembers(db) };
    return counted.memberships;
  }

  return {
    /** The same work, counted each time it succeeds. */
    counted:
      <Item>(kind: keyof Provisioning, work: (item: Item) => Promise<unknown>) =>
      async (item: Item): Promise<void> => {
        await work(item);
        rates[kind].count();
      },

    read: async (): Promise<Provisioning> => {
      const { accounts, rooms } = await readProgress(db);
      const wanted = await wantedMemberships();
      const done = Math.max(0, wanted - (await countGaps(db)));
      return {
        accounts: { ...accounts, rate: rates.accounts.perSecond() },
        rooms: { ...rooms, rate: rates.rooms.perSecond() },
        memberships: { wanted, done, rate: rates.memberships.perSecond() },
      };
    },
  };
}
