import type { Db, Tx } from "../../../db/connection.ts";
import type { PersonRow } from "../../../db/tables/person.ts";
import type { SuggestionTopicRow } from "../../../db/tables/suggestion.ts";

export const findTopic = (db: Db, id: string): Promise<SuggestionTopicRow | undefined> =>
  db.selectFrom("suggestion_topic").selectAll().where("id", "=", id).executeTakeFirst();

export async function listTopics(db: Db) {
  const rows = await db
    .selectFrom("suggestion_topic as topic")
    .innerJoin("person", "person.id", "topic.owner_id")
    .selectAll("topic")
    .select(["person.user_id", "person.name_en as owner_en", "person.name_zh as owner_zh", "person.state"])
    .orderBy("topic.name_en")
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: { en: row.name_en, zh: row.name_zh },
    dueDays: row.due_days,
    owner:
      row.state === "left"
        ? null
        : { personId: row.owner_id, userId: row.user_id, name: { en: row.owner_en, zh: row.owner_zh } },
  }));
}

export async function writeTopic(tx: Tx, topic: SuggestionTopicRow): Promise<void> {
  await tx
    .insertInto("suggestion_topic")
    .values(topic)
    .onConflict((conflict) => conflict.column("id").doUpdateSet(topic))
    .execute();
}

type Colleague = Pick<PersonRow, "id" | "user_id" | "manager_id" | "department_id" | "state">;

/** A person of the company, whether still here or not. */
export const findColleague = (db: Db, id: string): Promise<Colleague | undefined> =>
  db
    .selectFrom("person")
    .select(["id", "user_id", "manager_id", "department_id", "state"])
    .where("id", "=", id)
    .executeTakeFirst();

/** The head of the department, or of the nearest one above that has somebody else at its head. */
export async function headAbove(db: Db, departmentId: string | null, except: string): Promise<string | undefined> {
  for (let id = departmentId; id !== null;) {
    const row = await db
      .selectFrom("department")
      .leftJoin("person as head", "head.id", "department.head_id")
      .select(["department.parent_id", "head.id", "head.state"])
      .where("department.id", "=", id)
      .executeTakeFirst();
    if (row === undefined) return undefined;
    if (row.id !== null && row.id !== except && row.state === "active") return row.id;
    id = row.parent_id;
  }
  return undefined;
}
