import type { Db, Tx } from "../../../db/connection.ts";

export interface AbsenceRecord {
  readonly id: string;
  readonly personId: string;
  readonly deputyId: string;
  readonly from: string;
  readonly until: string;
}

const columns = [
  "id",
  "person_id as personId",
  "deputy_id as deputyId",
  "from_day as from",
  "until_day as until",
] as const;

export const insertAbsence = (tx: Tx, absence: AbsenceRecord): Promise<unknown> =>
  tx
    .insertInto("approval_absence")
    .values({
      id: absence.id,
      person_id: absence.personId,
      deputy_id: absence.deputyId,
      from_day: absence.from,
      until_day: absence.until,
      applied_at: null,
    })
    .execute();

/** Absences that have not passed, of a person or in which the person is the deputy. */
export const listAbsences = (db: Db, personId: string, today: string): Promise<AbsenceRecord[]> =>
  db
    .selectFrom("approval_absence")
    .select(columns)
    .where((eb) => eb.or([eb("person_id", "=", personId), eb("deputy_id", "=", personId)]))
    .where("until_day", ">=", today)
    .orderBy("from_day")
    .execute();

export async function deleteAbsence(tx: Tx, id: string, personId: string): Promise<AbsenceRecord | undefined> {
  return tx
    .deleteFrom("approval_absence")
    .where("id", "=", id)
    .where("person_id", "=", personId)
    .returning(columns)
    .executeTakeFirst();
}

/** Absences that have begun and whose open decisions were not moved yet. */
export const listBegun = (db: Db, today: string): Promise<AbsenceRecord[]> =>
  db
    .selectFrom("approval_absence")
    .select(columns)
    .where("from_day", "<=", today)
    .where("until_day", ">=", today)
    .where("applied_at", "is", null)
    .execute();

export const markApplied = (tx: Tx, id: string, now: Date): Promise<unknown> =>
  tx.updateTable("approval_absence").set({ applied_at: now }).where("id", "=", id).execute();
