import type { ApprovalDefinition } from "@portico/contract/approvals-form.ts";
import { sql } from "kysely";
import type { Db, Tx } from "../../../db/connection.ts";

export interface FormRecord {
  readonly id: string;
  readonly draft: ApprovalDefinition;
  readonly draftVersion: number;
  readonly published: number | null;
  readonly changed: boolean;
  readonly retired: boolean;
  readonly changedAt: Date;
  readonly running: number;
}

const selectForms = (db: Db) =>
  db
    .selectFrom("approval_form")
    .selectAll()
    .select((eb) =>
      eb
        .selectFrom("approval_request")
        .select((inner) => inner.fn.countAll<number>().as("count"))
        .whereRef("approval_request.form_id", "=", "approval_form.id")
        .where("approval_request.status", "in", ["running", "returned"])
        .as("running"),
    );

type Selected = Awaited<ReturnType<ReturnType<typeof selectForms>["execute"]>>[number];

const toRecord = (row: Selected): FormRecord => ({
  id: row.id,
  draft: row.draft,
  draftVersion: row.draft_version,
  published: row.published,
  changed: row.changed,
  retired: row.retired_at !== null,
  changedAt: row.changed_at,
  running: row.running ?? 0,
});

export const listForms = async (db: Db): Promise<FormRecord[]> =>
  (await selectForms(db).orderBy("id").execute()).map(toRecord);

export async function findForm(db: Db, id: string): Promise<FormRecord | undefined> {
  const row = await selectForms(db).where("id", "=", id).executeTakeFirst();
  return row && toRecord(row);
}

/** False when there is such a form already. */
export async function insertForm(db: Db, id: string, draft: ApprovalDefinition): Promise<boolean> {
  const row = await db
    .insertInto("approval_form")
    .values({ id, draft: JSON.stringify(draft), published: null, retired_at: null })
    .onConflict((conflict) => conflict.column("id").doNothing())
    .returning("id")
    .executeTakeFirst();
  return row !== undefined;
}

/** Saves the draft; false when it is no longer the expected version. */
export async function saveDraft(tx: Tx, id: string, draft: ApprovalDefinition, expected: number): Promise<boolean> {
  const row = await tx
    .updateTable("approval_form")
    .set({
      draft: JSON.stringify(draft),
      draft_version: sql<number>`draft_version + 1`,
      changed: true,
      changed_at: sql<Date>`now()`,
    })
    .where("id", "=", id)
    .where("draft_version", "=", expected)
    .returning("id")
    .executeTakeFirst();
  return row !== undefined;
}

/** Puts the draft to use as the next version; undefined when it is no longer the expected one. */
export async function publishDraft(tx: Tx, id: string, expected: number): Promise<number | undefined> {
  const row = await tx
    .updateTable("approval_form")
    .set({
      published: sql<number>`coalesce((SELECT max(version) FROM approval_form_version WHERE form_id = ${id}), 0) + 1`,
      draft_version: sql<number>`draft_version + 1`,
      changed: false,
      retired_at: null,
      changed_at: sql<Date>`now()`,
    })
    .where("id", "=", id)
    .where("draft_version", "=", expected)
    .returning(["published", "draft"])
    .executeTakeFirst();
  if (row === undefined || row.published === null) return undefined;
  await tx
    .insertInto("approval_form_version")
    .values({ form_id: id, version: row.published, definition: JSON.stringify(row.draft) })
    .execute();
  return row.published;
}

export async function retireForm(tx: Tx, id: string, expected: number): Promise<boolean> {
  const row = await tx
    .updateTable("approval_form")
    .set({
      published: null,
      retired_at: sql<Date>`now()`,
      changed: true,
      draft_version: sql<number>`draft_version + 1`,
      changed_at: sql<Date>`now()`,
    })
    .where("id", "=", id)
    .where("draft_version", "=", expected)
    .returning("id")
    .executeTakeFirst();
  return row !== undefined;
}

export interface FormVersion {
  readonly formId: string;
  readonly version: number;
  readonly definition: ApprovalDefinition;
}

export async function findVersion(db: Db, formId: string, version: number): Promise<FormVersion | undefined> {
  const row = await db
    .selectFrom("approval_form_version")
    .selectAll()
    .where("form_id", "=", formId)
    .where("version", "=", version)
    .executeTakeFirst();
  return row && { formId, version, definition: row.definition };
}

/** The versions in use. */
export async function listInUse(db: Db): Promise<FormVersion[]> {
  const rows = await db
    .selectFrom("approval_form")
    .innerJoin("approval_form_version as used", (join) =>
      join.onRef("used.form_id", "=", "approval_form.id").onRef("used.version", "=", "approval_form.published"),
    )
    .select(["used.form_id as formId", "used.version", "used.definition"])
    .orderBy("used.form_id")
    .execute();
  return rows;
}

/** Forms whose requests somebody sees all of, by their newest version. */
export async function listOverseen(db: Db, personId: string): Promise<string[]> {
  const rows = await db
    .selectFrom("approval_form")
    .select("id")
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom("approval_form_version as newest")
          .select("newest.version")
          .whereRef("newest.form_id", "=", "approval_form.id")
          .where(
            sql<boolean>`newest.version = (SELECT max(version) FROM approval_form_version WHERE form_id = approval_form.id)`,
          )
          .where(sql<boolean>`newest.definition->'overseers' ? ${personId}`),
      ),
    )
    .execute();
  return rows.map(({ id }) => id);
}
