import { sql } from "kysely";
import type { Db } from "../../db/connection.ts";
import type { AccountRow } from "../../db/tables/account.ts";

/** Accounts that the homeserver does not know as they are now. */
export const listUnappliedAccounts = (db: Db): Promise<AccountRow[]> =>
  db
    .selectFrom("account")
    .selectAll()
    .where("applied_profile", "is distinct from", ({ ref }) => ref("wanted_profile"))
    .orderBy("user_id")
    .execute();

/** Notes what was brought to the homeserver; what changed meanwhile stays to be brought. */
export async function markApplied(db: Db, account: AccountRow): Promise<void> {
  await db
    .updateTable("account")
    .set({
      applied_profile: account.wanted_profile,
      ...(account.ended_at === null && { provisioned_at: sql<Date>`coalesce(provisioned_at, now())` }),
    })
    .where("user_id", "=", account.user_id)
    .execute();
}
