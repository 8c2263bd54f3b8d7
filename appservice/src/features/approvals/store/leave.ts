import { sql } from "kysely";
import type { Db, Tx } from "../../../db/connection.ts";

export interface LeaveRow {
  readonly year: number;
  readonly type: string;
  readonly days: number;
  readonly from: string;
  readonly until: string;
}

/** Days by kind of leave. */
export type DaysByKind = ReadonlyMap<string, number>;
/** Days that were taken and asked for, by kind of leave. */
export type UsedByKind = ReadonlyMap<string, { readonly taken: number; readonly asked: number }>;

/** Requests of one person for leave follow each other, so that two at once cannot take the same days. */
export const lockLeaveOf = (tx: Tx, personId: string): Promise<unknown> =>
  tx.selectFrom("person").select("id").where("id", "=", personId).forNoKeyUpdate().executeTakeFirst();

/** Replaces what a request takes. */
export async function setLeave(
  tx: Tx,
  request: {
    readonly id: string;
    readonly formId: string;
    readonly personId: string;
    readonly state: "asked" | "taken";
  },
  rows: readonly LeaveRow[],
): Promise<void> {
  await tx.deleteFrom("approval_leave").where("request_id", "=", request.id).execute();
  if (rows.length === 0) return;
  await tx
    .insertInto("approval_leave")
    .values(
      rows.map((row) => ({
        request_id: request.id,
        form_id: request.formId,
        person_id: request.personId,
        year: row.year,
        type: row.type,
        days: row.days,
        from_day: row.from,
        until_day: row.until,
        state: request.state,
      })),
    )
    .execute();
}

/** Days that somebody has taken and asked for, by kind; without those of one request. */
export async function usedDays(
  db: Db,
  { formId, personId, year, without }: { formId: string; personId: string; year: number; without?: string | undefined },
): Promise<Map<string, { taken: number; asked: number }>> {
  const rows = await db
    .selectFrom("approval_leave")
    .select(({ fn }) => ["type", "state", fn.sum<number>("days").as("days")])
    .where("form_id", "=", formId)
    .where("person_id", "=", personId)
    .where("year", "=", year)
    .$if(without !== undefined, (query) => query.where("request_id", "<>", without ?? ""))
    .groupBy(["type", "state"])
    .execute();
  const used = new Map<string, { taken: number; asked: number }>();
  for (const { type, state, days } of rows) {
    const before = used.get(type) ?? { taken: 0, asked: 0 };
    used.set(type, { ...before, [state]: days });
  }
  return used;
}

/** Days of one person that differ from what the form says, by kind. */
export async function entitledDays(
  db: Db,
  formId: string,
  personId: string,
  year: number,
): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom("approval_entitlement")
    .select(["type", "days"])
    .where("form_id", "=", formId)
    .where("person_id", "=", personId)
    .where("year", "=", year)
    .execute();
  return new Map(rows.map(({ type, days }) => [type, days]));
}

/** Of everybody in a year: days that differ from what the form says, and those taken and asked for, by person. */
export async function leaveOfAll(
  db: Db,
  formId: string,
  year: number,
): Promise<{
  own: Map<string, Map<string, number>>;
  used: Map<string, Map<string, { taken: number; asked: number }>>;
}> {
  const entitled = await db
    .selectFrom("approval_entitlement")
    .select(["person_id", "type", "days"])
    .where("form_id", "=", formId)
    .where("year", "=", year)
    .execute();
  const rows = await db
    .selectFrom("approval_leave")
    .select(({ fn }) => ["person_id", "type", "state", fn.sum<number>("days").as("days")])
    .where("form_id", "=", formId)
    .where("year", "=", year)
    .groupBy(["person_id", "type", "state"])
    .execute();
  const own = new Map<string, Map<string, number>>();
  for (const { person_id: id, type, days } of entitled) own.set(id, (own.get(id) ?? new Map()).set(type, days));
  const used = new Map<string, Map<string, { taken: number; asked: number }>>();
  for (const { person_id: id, type, state, days } of rows) {
    const kinds = used.get(id) ?? new Map<string, { taken: number; asked: number }>();
    used.set(id, kinds.set(type, { ...(kinds.get(type) ?? { taken: 0, asked: 0 }), [state]: days }));
  }
  return { own, used };
}

export const setEntitlement = (
  tx: Tx,
  given: { form_id: string; person_id: string; year: number; type: string; days: number },
): Promise<unknown> =>
  tx
    .insertInto("approval_entitlement")
    .values(given)
    .onConflict((conflict) =>
      conflict.columns(["form_id", "person_id", "year", "type"]).doUpdateSet({ days: given.days }),
    )
    .execute();

/** Who of these departments is away between two days, besides one person. */
export const listAway = (
  db: Db,
  given: { departments: readonly string[]; from: string; until: string; without: string; limit: number },
) =>
  db
    .selectFrom("approval_leave")
    .innerJoin("person", "person.id", "approval_leave.person_id")
    .select([
      "approval_leave.person_id as personId",
      "approval_leave.from_day as from",
      "approval_leave.until_day as to",
      "approval_leave.state",
    ])
    .distinct()
    .where("person.department_id", "in", given.departments.length === 0 ? [""] : [...given.departments])
    .where("person.state", "=", "active")
    .where("approval_leave.person_id", "<>", given.without)
    .where("from_day", "<=", given.until)
    .where("until_day", ">=", given.from)
    .orderBy("from_day")
    .limit(given.limit)
    .execute();

export const listStaffIds = async (db: Db): Promise<string[]> =>
  (
    await db
      .selectFrom("person")
      .select("id")
      .where("state", "=", "active")
      .orderBy(sql`name_en`)
      .execute()
  ).map(({ id }) => id);
