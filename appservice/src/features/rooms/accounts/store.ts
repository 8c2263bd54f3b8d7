import { sql } from "kysely";
import type { Db, DbPool } from "../../../db/connection.ts";
import type { AccountRow } from "../../../db/tables/account.ts";

/** Whose turn it is: leavers and people who wait, or everybody else. */
export type Turn = "first" | "rest";

/** Accounts that the homeserver does not know as they are now: ended ones first, then who waits longest. */
export const listUnapplied = (
  db: Db,
  { turn, limit, userIds }: { turn?: Turn; limit: number; userIds?: readonly string[] },
): Promise<AccountRow[]> =>
  db
    .selectFrom("account")
    .selectAll()
    .where("applied_profile", "is distinct from", (eb) => eb.ref("wanted_profile"))
    .$if(turn === "first", (query) =>
      query.where((eb) => eb.or([eb("ended_at", "is not", null), eb("hurried_at", "is not", null)])),
    )
    .$if(turn === "rest", (query) => query.where("ended_at", "is", null).where("hurried_at", "is", null))
    .$if(userIds !== undefined, (query) => query.where("user_id", "in", [...(userIds ?? [])]))
    .orderBy(sql`ended_at IS NULL`)
    .orderBy("hurried_at", (order) => order.desc().nullsLast())
    .orderBy("user_id")
    .limit(limit)
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

/** Puts an account and the memberships that it waits for before those that nobody waits for. */
export async function hurry(db: DbPool, userId: string): Promise<void> {
  await db
    .updateTable("account")
    .set({ hurried_at: sql<Date>`now()` })
    .where("user_id", "=", userId)
    .execute();
  const waiting = await db
    .selectFrom("membership_gap")
    .select("room_key")
    .where("user_id", "=", userId)
    .where("priority", ">", 2)
    .execute();
  // Each by itself: an import that has one of them in hand may want another next.
  for (const { room_key } of waiting) {
    await db
      .updateTable("membership_gap")
      .set({ priority: 2 })
      .where("room_key", "=", room_key)
      .where("user_id", "=", userId)
      .where("priority", ">", 2)
      .execute();
  }
}
