import type { MembershipSource } from "@portico/contract/rooms.ts";
import type { LocalizedText } from "@portico/contract/common.ts";
import { sql } from "kysely";
import type { Db, Tx } from "../../../db/connection.ts";
import type { AccountRow } from "../../../db/tables/account.ts";

export interface Reason {
  readonly source: MembershipSource;
  readonly sourceId: string;
  readonly name: LocalizedText | null;
}
export interface MemberRecord {
  readonly userId: string;
  readonly name: LocalizedText;
  readonly company: string | null;
  readonly power: number;
  readonly joined: boolean;
  readonly reasons: readonly Reason[];
}
interface MemberPage {
  readonly former: boolean;
  /** The English name and user id that the page comes after. */
  readonly after?: { readonly name: string; readonly id: string } | undefined;
  readonly userId?: string | undefined;
  readonly limit: number;
}

const inRoom = (roomKey: string, former: boolean) => sql`
  FROM account
  LEFT JOIN wanted_member wanted ON wanted.room_key = ${roomKey} AND wanted.user_id = account.user_id
  LEFT JOIN actual_membership actual ON actual.room_key = ${roomKey} AND actual.user_id = account.user_id
  WHERE ${former ? sql`wanted.user_id IS NULL AND actual.membership IN ('leave', 'ban')` : sql`wanted.user_id IS NOT NULL`}`;

/** Members of a room by name, with every reason; or those who were members and are no more. */
export async function listMembers(db: Db, roomKey: string, page: MemberPage): Promise<MemberRecord[]> {
  const { rows } = await sql<{
    user_id: string;
    name_en: string;
    name_zh: string;
    company: string | null;
    power: number | null;
    joined: boolean;
    reasons: { source: MembershipSource; source_id: string; name_en: string | null; name_zh: string | null }[] | null;
  }>`
    SELECT account.user_id, account.name_en, account.name_zh, account.company, wanted.power,
      coalesce(actual.membership = 'join', false) AS joined,
      (SELECT json_agg(json_build_object('source', reason.source, 'source_id', reason.source_id,
          'name_en', coalesce(department.name_en, project.name_en, customer.name_en),
          'name_zh', coalesce(department.name_zh, project.name_zh, customer.name_zh))
          ORDER BY reason.source, reason.source_id)
        FROM wanted_membership reason
        LEFT JOIN department ON reason.source = 'department' AND department.id = reason.source_id
        LEFT JOIN LATERAL (SELECT name_en, name_zh FROM managed_room
          WHERE reason.source = 'project' AND project_id = reason.source_id ORDER BY kind DESC LIMIT 1) project ON true
        LEFT JOIN managed_room room ON reason.source = 'guest' AND room.key = reason.room_key
        LEFT JOIN customer ON customer.id = room.customer_id
        WHERE reason.room_key = ${roomKey} AND reason.user_id = account.user_id) AS reasons
    ${inRoom(roomKey, page.former)}
      AND (${page.userId ?? null}::text IS NULL OR account.user_id = ${page.userId ?? null})
      AND (${page.after?.name ?? null}::text IS NULL
        OR (account.name_en, account.user_id) > (${page.after?.name ?? ""}, ${page.after?.id ?? ""}))
    ORDER BY account.name_en, account.user_id
    LIMIT ${page.limit}`.execute(db);
  return rows.map((row) => ({
    userId: row.user_id,
    name: { en: row.name_en, zh: row.name_zh },
    company: row.company,
    power: row.power ?? 0,
    joined: row.joined,
    reasons: (row.reasons ?? []).map(({ source, source_id: sourceId, name_en: en, name_zh: zh }) => ({
      source,
      sourceId,
      name: en === null ? null : { en, zh: zh ?? "" },
    })),
  }));
}

export async function countMembers(db: Db, roomKey: string, former: boolean): Promise<number> {
  const { rows } = await sql<{ count: number }>`SELECT count(*) AS count ${inRoom(roomKey, former)}`.execute(db);
  return rows[0]?.count ?? 0;
}

/** The power that an account shall have in the room; null when it shall not be there. */
export async function powerOf(db: Db, roomKey: string, userId: string): Promise<number | null> {
  const row = await db
    .selectFrom("wanted_member")
    .select("power")
    .where("room_key", "=", roomKey)
    .where("user_id", "=", userId)
    .executeTakeFirst();
  return row?.power ?? null;
}

/** Locked until the transaction ends, so that nobody is added who leaves at the same moment. */
export const lockAccount = (tx: Tx, userId: string): Promise<AccountRow | undefined> =>
  tx.selectFrom("account").selectAll().where("user_id", "=", userId).forNoKeyUpdate().executeTakeFirst();

/** Wants the account in the room by hand; false when that was so before. */
export async function insertManual(tx: Tx, roomKey: string, userId: string): Promise<boolean> {
  const inserted = await tx
    .insertInto("wanted_membership")
    .values({ room_key: roomKey, user_id: userId, source: "manual", power: 0 })
    .onConflict((conflict) => conflict.doNothing())
    .returning("user_id")
    .executeTakeFirst();
  return inserted !== undefined;
}

/** Takes that back; false when it was not so. */
export async function deleteManual(tx: Tx, roomKey: string, userId: string): Promise<boolean> {
  const deleted = await tx
    .deleteFrom("wanted_membership")
    .where("room_key", "=", roomKey)
    .where("user_id", "=", userId)
    .where("source", "=", "manual")
    .returning("user_id")
    .executeTakeFirst();
  return deleted !== undefined;
}
