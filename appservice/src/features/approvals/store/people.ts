import type { ApprovalPerson } from "@portico/contract/approvals.ts";
import type { Db } from "../../../db/connection.ts";

/** Names and accounts of people, whether here or gone. */
export async function namePeople(db: Db, ids: Iterable<string>): Promise<Map<string, ApprovalPerson>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  const rows = await db
    .selectFrom("person")
    .select(["id", "user_id", "name_en", "name_zh", "state"])
    .where("id", "in", wanted)
    .execute();
  return new Map(
    rows.map((row) => [
      row.id,
      { id: row.id, userId: row.user_id, name: { en: row.name_en, zh: row.name_zh }, left: row.state === "left" },
    ]),
  );
}

/** Accounts of people who are here. */
export async function accountsOf(db: Db, ids: Iterable<string>): Promise<string[]> {
  const people = await namePeople(db, ids);
  return [...people.values()].filter(({ left }) => !left).map(({ userId }) => userId);
}
