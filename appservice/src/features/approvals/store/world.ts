import type { Db } from "../../../db/connection.ts";
import type { World } from "../engine/types.ts";

/** The company as routes see it, with who is absent today. */
export async function loadWorld(db: Db, now: Date): Promise<World> {
  const today = dayOf(now);
  const people = await db
    .selectFrom("person")
    .leftJoin("rank", "rank.id", "person.rank_id")
    .select(["person.id", "person.manager_id", "person.department_id", "person.role", "person.state", "rank.level"])
    .execute();
  const positions = await db.selectFrom("position").select(["person_id", "department_id"]).orderBy("id").execute();
  const more = Map.groupBy(positions, (row) => row.person_id);
  const departments = await db
    .selectFrom("department")
    .select(["id", "parent_id", "head_id"])
    .where("ended_at", "is", null)
    .execute();
  const absences = await db
    .selectFrom("approval_absence")
    .select(["person_id", "deputy_id"])
    .where("from_day", "<=", today)
    .where("until_day", ">=", today)
    .orderBy("from_day")
    .execute();
  return {
    now,
    people: new Map(
      people.map((row) => [
        row.id,
        {
          id: row.id,
          managerId: row.manager_id,
          departments: [
            ...(row.department_id === null ? [] : [row.department_id]),
            ...(more.get(row.id) ?? []).map((position) => position.department_id),
          ],
          level: row.level ?? 0,
          role: row.role,
          active: row.state === "active",
        },
      ]),
    ),
    departments: new Map(
      departments.map((row) => [row.id, { id: row.id, parentId: row.parent_id, headId: row.head_id }]),
    ),
    deputies: new Map(absences.map((row) => [row.person_id, row.deputy_id])),
  };
}

/** The calendar day of a moment, where this service runs. */
export const dayOf = (moment: Date): string => {
  const pad = (value: number): string => String(value).padStart(2, "0");
  return `${moment.getFullYear()}-${pad(moment.getMonth() + 1)}-${pad(moment.getDate())}`;
};
