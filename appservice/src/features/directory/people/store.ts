import { type Expression, type ExpressionBuilder, type SqlBool } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import type { Db } from "../../../db/connection.ts";
import type { Database } from "../../../db/database.ts";
import type { PeopleCursor } from "../cursor.ts";
import type { PersonRecord } from "../present.ts";

export interface PeopleFilter {
  /** By any position. */
  readonly departmentId?: string | undefined;
  /** Members and the lead. */
  readonly projectId?: string | undefined;
  /** Looked for in names, titles, user name and address, in both languages. */
  readonly search?: string | undefined;
  /** Finds people who left, too: their messages are still there. */
  readonly userId?: string | undefined;
}

const people = (db: Db) =>
  db
    .selectFrom("person")
    .innerJoin("account", "account.user_id", "person.user_id")
    .selectAll("person")
    .select("account.provisioned_at")
    .select((eb) =>
      jsonArrayFrom(
        eb
          .selectFrom("position")
          .selectAll("position")
          .whereRef("position.person_id", "=", "person.id")
          .orderBy("position.id"),
      ).as("positions"),
    );

const matching =
  ({ departmentId, projectId, search, userId }: PeopleFilter) =>
  (eb: ExpressionBuilder<Database, "person">) => {
    const text = search?.trim() ?? "";
    const pattern = `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
    const columns = ["name_en", "name_zh", "title_en", "title_zh", "email", "user_id"] as const;
    return eb.and([
      ...(userId === undefined ? [eb("person.state", "=", "active")] : [eb("person.user_id", "=", userId)]),
      ...(departmentId === undefined
        ? []
        : [
            eb.or([
              eb("person.department_id", "=", departmentId),
              holds(eb, (position) => position("position.department_id", "=", departmentId)),
            ]),
          ]),
      ...(projectId === undefined ? [] : [worksIn(eb, projectId)]),
      ...(text === ""
        ? []
        : [
            eb.or([
              ...columns.map((column) => eb(`person.${column}`, "ilike", pattern)),
              holds(eb, (position) =>
                position.or([
                  position("position.title_en", "ilike", pattern),
                  position("position.title_zh", "ilike", pattern),
                ]),
              ),
            ]),
          ]),
    ]);
  };

/** Whether the person has a further position of which the condition holds. */
const holds = (
  eb: ExpressionBuilder<Database, "person">,
  condition: (position: ExpressionBuilder<Database, "person" | "position">) => Expression<SqlBool>,
) =>
  eb.exists(
    eb
      .selectFrom("position")
      .select("position.id")
      .whereRef("position.person_id", "=", "person.id")
      .where((position) => condition(position)),
  );

const worksIn = (eb: ExpressionBuilder<Database, "person">, projectId: string) =>
  eb(
    "person.id",
    "in",
    eb
      .selectFrom("project_member")
      .select("person_id")
      .where("project_id", "=", projectId)
      .union(
        eb.selectFrom("project").select("project.lead_id as person_id").where("id", "=", projectId).$narrowType<{
          person_id: string;
        }>(),
      ),
  );

/** People in the order of their English names. */
export const listPeople = (
  db: Db,
  filter: PeopleFilter,
  { after, limit }: { after: PeopleCursor | undefined; limit: number },
): Promise<PersonRecord[]> =>
  people(db)
    .where(matching(filter))
    .$if(after !== undefined, (query) =>
      query.where((eb) =>
        eb(eb.refTuple("person.name_en", "person.id"), ">", eb.tuple(after?.name ?? "", after?.id ?? "")),
      ),
    )
    .orderBy("person.name_en")
    .orderBy("person.id")
    .limit(limit)
    .execute();

export async function countPeople(db: Db, filter: PeopleFilter): Promise<number> {
  const row = await db
    .selectFrom("person")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .where(matching(filter))
    .executeTakeFirstOrThrow();
  return row.count;
}

export const findPerson = (db: Db, id: string): Promise<PersonRecord | undefined> =>
  people(db).where("person.id", "=", id).executeTakeFirst();

export const listReports = (db: Db, managerId: string): Promise<PersonRecord[]> =>
  people(db)
    .where((eb) =>
      eb.or([
        eb("person.manager_id", "=", managerId),
        holds(eb, (position) => position("position.manager_id", "=", managerId)),
      ]),
    )
    .where("person.state", "=", "active")
    .orderBy("person.name_en")
    .orderBy("person.id")
    .execute();
