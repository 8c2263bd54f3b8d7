import { GUEST_USER_TYPE } from "@portico/contract/matrix.ts";
import type { Context } from "../../context.ts";
import type { AccountRow } from "../../db/tables/account.ts";
import { inParallel } from "../../jobs/in-parallel.ts";
import { displayName } from "./model.ts";
import { listUnappliedAccounts, markApplied } from "./store.ts";

/** Brings accounts to the homeserver: names, badges, and the end of an access. */
export interface AccountFollower {
  /** All that differ from what was last brought there. */
  followAll(): Promise<void>;
  /** Only those of the given user ids that differ. */
  followThose(userIds: readonly string[]): Promise<void>;
}

const LANES = 6;

export function createAccountFollower({
  db,
  matrix,
  settings,
}: Pick<Context, "db" | "matrix" | "settings">): AccountFollower {
  async function follow(account: AccountRow): Promise<void> {
    if (account.ended_at === null) {
      await matrix.accounts.ensure({
        userId: account.user_id,
        displayName: displayName(account, settings.locale),
        ...(account.class === "guest" && { userType: GUEST_USER_TYPE }),
      });
    } else if (account.provisioned_at !== null) {
      await matrix.accounts.lock(account.user_id);
    }
    await markApplied(db, account);
  }

  return {
    async followAll() {
      await inParallel(await listUnappliedAccounts(db), LANES, follow);
    },
    async followThose(userIds) {
      const wanted = new Set(userIds);
      const differing = await listUnappliedAccounts(db);
      await inParallel(
        differing.filter((account) => wanted.has(account.user_id)),
        LANES,
        follow,
      );
    },
  };
}
