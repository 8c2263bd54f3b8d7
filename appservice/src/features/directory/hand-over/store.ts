import type { LocalizedText } from "@portico/contract/common.ts";
import { sql } from "kysely";
import type { Db, Tx } from "../../../db/connection.ts";
import type { Reporting } from "./model.ts";

/** Everybody's line manager, gone people included. */
export async function loadReporting(db: Db): Promise<Map<string, Reporting>> {
  const rows = await db.selectFrom("person").select(["id", "manager_id", "state"]).execute();
  return new Map(
    rows.map((row) => [row.id, { id: row.id, managerId: row.manager_id, active: row.state === "active" }]),
  );
}

/** People who answer for guests whose access is open and who have left themselves. */
export async function listOrphanedHosts(db: Db): Promise<{ personId: string; userId: string }[]> {
  const rows = await db
    .selectFrom("guest")
    .innerJoin("account as host", "host.user_id", "guest.invited_by")
    .innerJoin("account as visitor", "visitor.user_id", "guest.user_id")
    .select(["host.person_id", "host.user_id"])
    .distinct()
    .where("host.ended_at", "is not", null)
    .where("host.person_id", "is not", null)
    .where("visitor.ended_at", "is", null)
    .execute();
  return rows.flatMap((row) => (row.person_id === null ? [] : [{ personId: row.person_id, userId: row.user_id }]));
}

/** The account of a person of the company. */
export async function userIdOf(db: Db, personId: string): Promise<string | undefined> {
  const row = await db.selectFrom("account").select("user_id").where("person_id", "=", personId).executeTakeFirst();
  return row?.user_id;
}

/** Account and name of a person of the company, whether here or gone. */
export async function findPersonNamed(
  db: Db,
  personId: string,
): Promise<{ userId: string; name: LocalizedText } | undefined> {
  const row = await db
    .selectFrom("person")
    .select(["user_id", "name_en", "name_zh"])
    .where("id", "=", personId)
    .executeTakeFirst();
  return row && { userId: row.user_id, name: { en: row.name_en, zh: row.name_zh } };
}

/** The name of a department; undefined when it has ended. */
export const findDepartmentName = (db: Db, id: string): Promise<LocalizedText | undefined> =>
  db
    .selectFrom("department")
    .select(["name_en as en", "name_zh as zh"])
    .where("id", "=", id)
    .where("ended_at", "is", null)
    .executeTakeFirst();

/** The name of a project; undefined when it has ended. */
export const findProjectName = (db: Db, id: string): Promise<LocalizedText | undefined> =>
  db
    .selectFrom("project")
    .select(["name_en as en", "name_zh as zh"])
    .where("id", "=", id)
    .where("ended_at", "is", null)
    .executeTakeFirst();

/** An administrator, for what has nobody else. */
export async function anyAdmin(db: Db): Promise<string | undefined> {
  const row = await db
    .selectFrom("account")
    .select("user_id")
    .where("role", "=", "admin")
    .where("ended_at", "is", null)
    .orderBy("user_id")
    .executeTakeFirst();
  return row?.user_id;
}

/** Lets `to` answer for the open guests of `from`, with his place and power in their rooms; the ids of the guests. */
export async function moveGuests(tx: Tx, from: string, to: string): Promise<string[]> {
  const moved = await tx
    .updateTable("guest")
    .set({ invited_by: to })
    .where("invited_by", "=", from)
    .where("user_id", "in", tx.selectFrom("account").select("user_id").where("ended_at", "is", null))
    .returning(["id"])
    .execute();
  await sql`
    INSERT INTO wanted_membership (room_key, user_id, source, source_id, power)
    SELECT room_key, ${to}, source, source_id, power FROM wanted_membership
    WHERE user_id = ${from} AND source = 'guest'
    ON CONFLICT (room_key, user_id, source, source_id) DO UPDATE
      SET power = greatest(wanted_membership.power, excluded.power)`.execute(tx);
  return moved.map((row) => row.id);
}

/** Ends what a person who left holds besides what the directory gives: rooms by hand and by guests, unused links. */
export async function dropHoldings(tx: Tx): Promise<void> {
  const gone = tx
    .selectFrom("account")
    .select("user_id")
    .where("class", "=", "staff")
    .where("ended_at", "is not", null);
  await tx
    .deleteFrom("wanted_membership")
    .where("source", "in", ["manual", "guest"])
    .where("user_id", "in", gone)
    .execute();
  await tx
    .updateTable("one_time_link")
    .set({ expires_at: new Date() })
    .where("used_at", "is", null)
    .where("expires_at", ">", new Date())
    .where("user_id", "in", gone)
    .execute();
}
