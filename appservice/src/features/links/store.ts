import { sql } from "kysely";
import type { Db, Tx } from "../../db/connection.ts";
import type { AccountRow } from "../../db/tables/account.ts";
import type { OneTimeLinkRow } from "../../db/tables/one-time-link.ts";

/** A link with the account that it signs in. */
export interface StoredLink {
  readonly link: OneTimeLinkRow;
  readonly account: AccountRow;
}

export async function findLink(db: Db, tokenHash: string): Promise<StoredLink | undefined> {
  const link = await db.selectFrom("one_time_link").selectAll().where("token_hash", "=", tokenHash).executeTakeFirst();
  if (link === undefined) return undefined;
  const account = await db
    .selectFrom("account")
    .selectAll()
    .where("user_id", "=", link.user_id)
    .executeTakeFirstOrThrow();
  return { link, account };
}

/** Locks the account until the transaction ends, so that of two new links one comes after the other. */
export const lockAccount = (tx: Tx, userId: string): Promise<AccountRow | undefined> =>
  tx.selectFrom("account").selectAll().where("user_id", "=", userId).forNoKeyUpdate().executeTakeFirst();

export const findAccountByOwner = (db: Db, owner: "person_id" | "guest_id", id: string) =>
  db.selectFrom("account").selectAll().where(owner, "=", id).executeTakeFirst();

export async function insertLink(
  tx: Tx,
  link: { token_hash: string; user_id: string; issued_by: string; expires_at: Date },
): Promise<void> {
  await tx.insertInto("one_time_link").values(link).execute();
}

/** Makes the unused links of an account expire now. */
export async function expireLinks(tx: Tx, userId: string, now: Date): Promise<void> {
  await tx
    .updateTable("one_time_link")
    .set({ expires_at: now })
    .where("user_id", "=", userId)
    .where("used_at", "is", null)
    .where("expires_at", ">", now)
    .execute();
}

/**
 * Reserves a link that is good; false when another request holds or has used
 * it. A claim beyond `plausible` was made by a clock that was wrong.
 */
export async function claimLink(
  db: Db,
  tokenHash: string,
  { now, until, plausible }: Readonly<Record<"now" | "until" | "plausible", Date>>,
): Promise<boolean> {
  const claimed = await db
    .updateTable("one_time_link")
    .set({ claimed_until: until })
    .where("token_hash", "=", tokenHash)
    .where("used_at", "is", null)
    .where("expires_at", ">", now)
    .where((eb) =>
      eb.or([eb("claimed_until", "is", null), eb("claimed_until", "<=", now), eb("claimed_until", ">", plausible)]),
    )
    .returning("token_hash")
    .executeTakeFirst();
  return claimed !== undefined;
}

/** Gives a link back that was claimed until then; nothing happens when the claim has run out and is another's. */
export async function releaseLink(db: Db, tokenHash: string, until: Date): Promise<void> {
  await db
    .updateTable("one_time_link")
    .set({ claimed_until: null })
    .where("token_hash", "=", tokenHash)
    .where("claimed_until", "=", until)
    .where("used_at", "is", null)
    .execute();
}

/** Uses a link up; false when the claim is no longer ours. */
export async function useLink(tx: Tx, tokenHash: string, until: Date): Promise<boolean> {
  const used = await tx
    .updateTable("one_time_link")
    .set({ used_at: sql`now()`, claimed_until: null })
    .where("token_hash", "=", tokenHash)
    .where("claimed_until", "=", until)
    .where("used_at", "is", null)
    .returning("token_hash")
    .executeTakeFirst();
  return used !== undefined;
}

export async function markArrived(tx: Tx, userId: string, now: Date): Promise<void> {
  await tx.updateTable("account").set({ arrived_at: now }).where("user_id", "=", userId).execute();
}

/** What a sign-in needs to know of a guest: the room made for the company and who answers for the guest. */
export async function findGuestCard(db: Db, guestId: string): Promise<{ roomKey: string; invitedBy: string }> {
  const row = await db
    .selectFrom("guest")
    .select(["room_key", "invited_by"])
    .where("id", "=", guestId)
    .executeTakeFirstOrThrow();
  return { roomKey: row.room_key, invitedBy: row.invited_by };
}

export const findNames = (db: Db, userId: string): Promise<{ name_en: string; name_zh: string } | undefined> =>
  db.selectFrom("account").select(["name_en", "name_zh"]).where("user_id", "=", userId).executeTakeFirst();
