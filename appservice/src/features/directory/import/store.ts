import { sql } from "kysely";
import type { StaffRole } from "@portico/contract/abilities.ts";
import type { ImportFile, ImportReport } from "@portico/contract/directory.ts";
import type { Locale } from "@portico/contract/common.ts";
import { chunks } from "../../../db/chunks.ts";
import type { Db, Tx } from "../../../db/connection.ts";
import type { DirectoryImportRow } from "../../../db/tables/directory-import.ts";
import type { Cells, Stored, StoredRecord } from "./files.ts";

/** Any number that no other advisory lock of this database uses. */
const IMPORT_LOCK = 7_301_001;
const CHUNK = 2_000;

/** Whether no other import runs; the answer yes keeps others out until the transaction ends. */
export async function lockImports(tx: Tx): Promise<boolean> {
  const { rows } = await sql<{ locked: boolean }>`SELECT pg_try_advisory_xact_lock(${IMPORT_LOCK}) AS locked`.execute(
    tx,
  );
  return rows[0]?.locked === true;
}

/** The directory in the words of the import files. */
export async function loadStored(db: Db, serverName: string): Promise<Stored> {
  const departments = await db.selectFrom("department").selectAll().execute();
  const ranks = await db.selectFrom("rank").selectAll().execute();
  const people = await db.selectFrom("person").selectAll().execute();
  const customers = await db.selectFrom("customer").selectAll().execute();
  const suffix = `:${serverName}`.length;
  return {
    departments: byId<"departments">(
      departments.map((row) => ({
        cells: {
          id: row.id,
          name: row.name_en,
          name_zh: row.name_zh,
          parent_id: row.parent_id ?? "",
          head_id: row.head_id ?? "",
        },
        active: row.ended_at === null,
      })),
    ),
    ranks: byId<"ranks">(
      ranks.map((row) => ({
        cells: { id: row.id, level: String(row.level), name: row.name_en, name_zh: row.name_zh },
        active: true,
      })),
    ),
    people: byId<"people">(
      people.map((row) => ({
        cells: {
          id: row.id,
          username: row.user_id.slice(1, -suffix),
          name: row.name_en,
          name_zh: row.name_zh,
          email: row.email ?? "",
          department_id: row.department_id ?? "",
          rank_id: row.rank_id ?? "",
          title: row.title_en,
          title_zh: row.title_zh,
          manager_id: row.manager_id ?? "",
          role: row.role,
        },
        active: row.state === "active",
      })),
    ),
    customers: byId<"customers">(
      customers.map((row) => ({ cells: { id: row.id, name: row.name_en, name_zh: row.name_zh }, active: true })),
    ),
  };
}

const byId = <File extends ImportFile>(
  records: (StoredRecord<File> & { readonly cells: { readonly id: string } })[],
): ReadonlyMap<string, StoredRecord<File>> => new Map(records.map((record) => [record.cells.id, record]));

/** Inserts or overwrites departments, given so that parents come before their children. */
export async function writeDepartments(tx: Tx, records: readonly Cells<"departments">[]): Promise<void> {
  for (const chunk of chunks(records, CHUNK)) {
    await tx
      .insertInto("department")
      .values(
        chunk.map((cells) => ({
          id: cells.id,
          name_en: cells.name,
          name_zh: cells.name_zh,
          parent_id: orNull(cells.parent_id),
          head_id: orNull(cells.head_id),
          ended_at: null,
        })),
      )
      .onConflict((conflict) =>
        conflict.column("id").doUpdateSet((eb) => ({
          name_en: eb.ref("excluded.name_en"),
          name_zh: eb.ref("excluded.name_zh"),
          parent_id: eb.ref("excluded.parent_id"),
          head_id: eb.ref("excluded.head_id"),
          ended_at: null,
        })),
      )
      .execute();
  }
}

export async function endDepartments(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.updateTable("department").set({ ended_at: new Date(), head_id: null }).where("id", "in", ids).execute();
}

export async function writeRanks(tx: Tx, records: readonly Cells<"ranks">[]): Promise<void> {
  for (const chunk of chunks(records, CHUNK)) {
    await tx
      .insertInto("rank")
      .values(
        chunk.map((cells) => ({
          id: cells.id,
          level: Number(cells.level),
          name_en: cells.name,
          name_zh: cells.name_zh,
        })),
      )
      .onConflict((conflict) =>
        conflict.column("id").doUpdateSet((eb) => ({
          level: eb.ref("excluded.level"),
          name_en: eb.ref("excluded.name_en"),
          name_zh: eb.ref("excluded.name_zh"),
        })),
      )
      .execute();
  }
}

/** Takes ranks away; the people who still held one have left. */
export async function deleteRanks(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.updateTable("person").set({ rank_id: null }).where("rank_id", "in", ids).execute();
  await tx.deleteFrom("rank").where("id", "in", ids).execute();
}

/** Inserts or overwrites people and the accounts that go with them; an account that exists is joined by its user id. */
export async function writePeople(
  tx: Tx,
  records: readonly Cells<"people">[],
  { serverName, locale }: { serverName: string; locale: Locale },
): Promise<void> {
  for (const chunk of chunks(records, CHUNK)) {
    await tx
      .insertInto("person")
      .values(
        chunk.map((cells) => ({
          id: cells.id,
          user_id: `@${cells.username}:${serverName}`,
          name_en: cells.name,
          name_zh: cells.name_zh,
          title_en: cells.title,
          title_zh: cells.title_zh,
          email: orNull(cells.email),
          department_id: orNull(cells.department_id),
          rank_id: orNull(cells.rank_id),
          manager_id: orNull(cells.manager_id),
          // The plan writes only rows whose role was checked.
          role: cells.role as StaffRole,
          state: "active" as const,
        })),
      )
      .onConflict((conflict) =>
        conflict.column("id").doUpdateSet((eb) => ({
          name_en: eb.ref("excluded.name_en"),
          name_zh: eb.ref("excluded.name_zh"),
          title_en: eb.ref("excluded.title_en"),
          title_zh: eb.ref("excluded.title_zh"),
          email: eb.ref("excluded.email"),
          department_id: eb.ref("excluded.department_id"),
          rank_id: eb.ref("excluded.rank_id"),
          manager_id: eb.ref("excluded.manager_id"),
          role: eb.ref("excluded.role"),
          state: "active",
          version: sql<number>`person.version + 1`,
        })),
      )
      .execute();
    await tx
      .insertInto("account")
      .values(
        chunk.map((cells) => ({
          user_id: `@${cells.username}:${serverName}`,
          class: "staff" as const,
          role: cells.role as StaffRole,
          name_en: cells.name,
          name_zh: cells.name_zh,
          locale,
          person_id: cells.id,
        })),
      )
      .onConflict((conflict) =>
        conflict.column("user_id").doUpdateSet((eb) => ({
          role: eb.ref("excluded.role"),
          name_en: eb.ref("excluded.name_en"),
          name_zh: eb.ref("excluded.name_zh"),
          person_id: eb.ref("excluded.person_id"),
          ended_at: null,
          version: sql<number>`account.version + 1`,
        })),
      )
      .execute();
  }
}

/** Ends the access of people who are no longer named: their sessions go with it. */
export async function leavePeople(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx
    .updateTable("person")
    .set({ state: "left", version: sql<number>`version + 1` })
    .where("id", "in", ids)
    .execute();
  await tx
    .updateTable("account")
    .set({ ended_at: new Date(), version: sql<number>`version + 1` })
    .where("person_id", "in", ids)
    .execute();
  await tx
    .deleteFrom("session")
    .where("user_id", "in", tx.selectFrom("account").select("user_id").where("person_id", "in", ids))
    .execute();
}

export async function writeCustomers(tx: Tx, records: readonly Cells<"customers">[]): Promise<void> {
  for (const chunk of chunks(records, CHUNK)) {
    await tx
      .insertInto("customer")
      .values(chunk.map((cells) => ({ id: cells.id, name_en: cells.name, name_zh: cells.name_zh })))
      .onConflict((conflict) =>
        conflict.column("id").doUpdateSet((eb) => ({
          name_en: eb.ref("excluded.name_en"),
          name_zh: eb.ref("excluded.name_zh"),
        })),
      )
      .execute();
  }
}

export async function insertImport(tx: Tx, report: ImportReport): Promise<void> {
  await tx
    .insertInto("directory_import")
    .values({
      id: report.id,
      applied: report.applied,
      at: new Date(report.at),
      by: report.by,
      counts: JSON.stringify(report.counts),
      rows: JSON.stringify(report.rows),
    })
    .execute();
}

export const findImport = (db: Db, id: string): Promise<DirectoryImportRow | undefined> =>
  db.selectFrom("directory_import").selectAll().where("id", "=", id).executeTakeFirst();

/** Earlier imports without their rows, newest first, after the given id. */
export const listImports = (
  db: Db,
  { after, limit }: { after: string | undefined; limit: number },
): Promise<Omit<DirectoryImportRow, "rows">[]> =>
  db
    .selectFrom("directory_import")
    .select(["id", "applied", "at", "by", "counts"])
    .$if(after !== undefined, (query) => query.where("id", "<", after ?? ""))
    .orderBy("id", "desc")
    .limit(limit)
    .execute();

export async function countImports(db: Db): Promise<number> {
  const row = await db
    .selectFrom("directory_import")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  return row.count;
}

const orNull = (cell: string): string | null => (cell === "" ? null : cell);
