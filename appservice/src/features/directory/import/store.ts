import { sql } from "kysely";
import type { ImportFile } from "@portico/contract/imports.ts";
import type { Db, Tx } from "../../../db/connection.ts";
import { type AnyCells, keyOf, type Stored, type StoredRecord } from "./files.ts";

/** Any number that no other advisory lock of this database uses. */
const IMPORT_LOCK = 7_301_001;

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
  const positions = await db.selectFrom("position").selectAll().execute();
  const projects = await db.selectFrom("project").selectAll().execute();
  const members = await db.selectFrom("project_member").selectAll().execute();
  const customers = await db.selectFrom("customer").selectAll().where("kind", "=", "customer").execute();
  const suffix = `:${serverName}`.length;
  return {
    departments: byKey(
      "departments",
      departments.map((row) => ({
        cells: { ...named(row), parent_id: row.parent_id ?? "", head_id: row.head_id ?? "" },
        active: row.ended_at === null,
      })),
    ),
    ranks: byKey(
      "ranks",
      ranks.map((row) => ({ cells: { ...named(row), level: String(row.level) }, active: true })),
    ),
    people: byKey(
      "people",
      people.map((row) => ({
        cells: {
          ...named(row),
          username: row.user_id.slice(1, -suffix),
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
    positions: byKey(
      "positions",
      positions.map((row) => ({
        cells: {
          id: row.id,
          person_id: row.person_id,
          department_id: row.department_id,
          title: row.title_en,
          title_zh: row.title_zh,
          rank_id: row.rank_id ?? "",
          manager_id: row.manager_id ?? "",
        },
        active: true,
      })),
    ),
    projects: byKey(
      "projects",
      projects.map((row) => ({
        cells: { ...named(row), lead_id: row.lead_id ?? "", state: row.ended_at === null ? "active" : "ended" },
        active: row.ended_at === null,
      })),
    ),
    project_members: byKey(
      "project_members",
      members.map((cells) => ({ cells, active: true })),
    ),
    customers: byKey(
      "customers",
      customers.map((row) => ({ cells: named(row), active: true })),
    ),
  };
}

const named = (row: { id: string; name_en: string; name_zh: string }) => ({
  id: row.id,
  name: row.name_en,
  name_zh: row.name_zh,
});

const byKey = <File extends ImportFile>(
  file: File,
  records: readonly StoredRecord<File>[],
): ReadonlyMap<string, StoredRecord<File>> =>
  new Map(records.map((record) => [keyOf(file, record.cells as AnyCells), record]));
