import type { Role } from "@portico/contract/roles.ts";
import type { LocalizedText } from "@portico/contract/common.ts";
import type { AccountRow } from "../../db/tables/account.ts";
import type { Db } from "../../db/connection.ts";

export const findAccount = (db: Db, userId: string): Promise<AccountRow | undefined> =>
  db.selectFrom("account").selectAll().where("user_id", "=", userId).executeTakeFirst();

/** The account of a session that has not run out. */
export const findSessionAccount = (db: Db, tokenHash: string, now: Date): Promise<AccountRow | undefined> =>
  db
    .selectFrom("session")
    .innerJoin("account", "account.user_id", "session.user_id")
    .selectAll("account")
    .where("token_hash", "=", tokenHash)
    .where("session.expires_at", ">", now)
    .executeTakeFirst();

export async function insertSession(
  db: Db,
  session: { token_hash: string; user_id: string; expires_at: Date; device_id: string | null },
): Promise<void> {
  await db.insertInto("session").values(session).execute();
}

export async function deleteSession(db: Db, tokenHash: string): Promise<void> {
  await db.deleteFrom("session").where("token_hash", "=", tokenHash).execute();
}

/** The Matrix device that a session belongs to, if it said so. */
export async function deviceOfSession(db: Db, tokenHash: string): Promise<string | null> {
  const row = await db.selectFrom("session").select("device_id").where("token_hash", "=", tokenHash).executeTakeFirst();
  return row?.device_id ?? null;
}

export async function deleteSessionsOfDevice(db: Db, userId: string, deviceId: string): Promise<void> {
  await db.deleteFrom("session").where("user_id", "=", userId).where("device_id", "=", deviceId).execute();
}

/** Ends every session of an account but one; resolves with how many there were. */
export async function deleteSessionsOtherThan(db: Db, userId: string, tokenHash: string): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom("session")
    .where("user_id", "=", userId)
    .where("token_hash", "!=", tokenHash)
    .executeTakeFirst();
  return Number(numDeletedRows);
}

/** Ends every session of an account at the HTTP API. */
export async function deleteSessionsOf(db: Db, userId: string): Promise<void> {
  await db.deleteFrom("session").where("user_id", "=", userId).execute();
}

/** Sessions that have run out are refused; they are forgotten later, in case that the clock was wrong. */
const KEPT_MS = 86_400_000;
const keptSince = (now: Date): Date => new Date(now.getTime() - KEPT_MS);

/** Forgets the sessions of an account that ran out long enough ago. */
export async function deleteOldSessions(db: Db, userId: string, now: Date): Promise<void> {
  await db.deleteFrom("session").where("user_id", "=", userId).where("expires_at", "<=", keptSince(now)).execute();
}

/** Of these sessions, by hash, those that are still good, with the role that their account has now. */
export async function rolesOfOpenSessions(db: Db, hashes: readonly string[], now: Date): Promise<Map<string, Role>> {
  const rows = await db
    .selectFrom("session")
    .innerJoin("account", "account.user_id", "session.user_id")
    .select(["token_hash", "role"])
    .where("token_hash", "in", hashes)
    .where("session.expires_at", ">", now)
    .where("account.ended_at", "is", null)
    .where((eb) => eb.or([eb("account.expires_at", "is", null), eb("account.expires_at", ">", now)]))
    .execute();
  return new Map(rows.map((row) => [row.token_hash, row.role]));
}

/** Forgets every session that ran out long enough ago. */
export async function deleteRunOutSessions(db: Db, now: Date): Promise<void> {
  await db.deleteFrom("session").where("expires_at", "<=", keptSince(now)).execute();
}

/** Ids of the Matrix rooms that the account shall be in. */
export async function roomIdsOf(db: Db, userId: string): Promise<string[]> {
  const rows = await db
    .selectFrom("wanted_membership")
    .innerJoin("managed_room", "managed_room.key", "wanted_membership.room_key")
    .select("managed_room.room_id")
    .distinct()
    .where("wanted_membership.user_id", "=", userId)
    .where("managed_room.room_id", "is not", null)
    .execute();
  return rows.flatMap((row) => (row.room_id === null ? [] : [row.room_id]));
}

/** Both names of the company that a guest comes from. */
export async function companyNameOf(db: Db, guestId: string): Promise<LocalizedText> {
  const row = await db
    .selectFrom("guest")
    .innerJoin("customer", "customer.id", "guest.customer_id")
    .select(["name_en", "name_zh"])
    .where("guest.id", "=", guestId)
    .executeTakeFirstOrThrow();
  return { en: row.name_en, zh: row.name_zh };
}

/** The business card that goes with a staff account. */
export async function findPersonCard(
  db: Db,
  personId: string,
): Promise<{ id: string; departmentId: string | null; title: { en: string; zh: string } } | null> {
  const row = await db
    .selectFrom("person")
    .select(["id", "department_id", "title_en", "title_zh"])
    .where("id", "=", personId)
    .executeTakeFirst();
  if (row === undefined) return null;
  return { id: row.id, departmentId: row.department_id, title: { en: row.title_en, zh: row.title_zh } };
}
