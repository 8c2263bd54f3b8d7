import { GUEST_USER_TYPE } from "@portico/contract/matrix.ts";
import type { Context } from "../../../context.ts";
import type { AccountRow } from "../../../db/tables/account.ts";
import { OneAtATime } from "../../../jobs/one-at-a-time.ts";
import { displayName } from "../../directory/model.ts";
import { listUnapplied, markApplied } from "./store.ts";

/** Brings accounts to the homeserver: names, badges, and the end of an access. */
export interface AccountFollower {
  follow(account: AccountRow): Promise<void>;
  /** Those of the given user ids that differ from what was last brought there. */
  followThose(userIds: readonly string[]): Promise<void>;
}

export function createAccountFollower({
  db,
  matrix,
  settings,
}: Pick<Context, "db" | "matrix" | "settings">): AccountFollower {
  const turns = new OneAtATime();

  async function apply(account: AccountRow): Promise<void> {
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

  const follow = (account: AccountRow): Promise<void> => turns.run(account.user_id, () => apply(account));

  return {
    follow,
    async followThose(userIds) {
      if (userIds.length === 0) return;
      const differing = await listUnapplied(db, { userIds, limit: userIds.length });
      await Promise.all(differing.map(follow));
    },
  };
}
