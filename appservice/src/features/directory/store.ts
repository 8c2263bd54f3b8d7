import type { Role, StaffRole } from "@portico/contract/roles.ts";
import type { LocalizedText } from "@portico/contract/common.ts";
import type { Department } from "@portico/contract/directory.ts";
import { sql } from "kysely";
import type { Db, Tx } from "../../db/connection.ts";
import type { PersonRow } from "../../db/tables/person.ts";
import type { Directory, DirectoryDepartment, DirectoryProject } from "./structure.ts";

/** How many accounts can administer this installation. */
export async function countActiveAdmins(db: Db): Promise<number> {
  const row = await db
    .selectFrom("account")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .where("role", "=", "admin")
    .where("ended_at", "is", null)
    .executeTakeFirstOrThrow();
  return row.count;
}

/** What the rooms follow from: departments that have not ended, projects, and the accounts that may sign in. */
export async function loadDirectory(db: Db): Promise<Omit<Directory, "company">> {
  const positions = await db.selectFrom("position").select(["person_id", "department_id"]).orderBy("id").execute();
  const positionsOf = Map.groupBy(positions, (row) => row.person_id);
  const members = await db
    .selectFrom("account")
    .leftJoin("person", "person.id", "account.person_id")
    .select(["account.user_id", "account.role", "account.person_id", "person.department_id"])
    .where("account.class", "=", "staff")
    .where("account.ended_at", "is", null)
    .orderBy("account.user_id")
    .execute();
  return {
    departments: await loadDepartments(db),
    projects: await loadProjects(db),
    members: members.map((row) => ({
      userId: row.user_id,
      role: row.role,
      personId: row.person_id,
      departments: [
        ...(row.department_id === null ? [] : [row.department_id]),
        ...(positionsOf.get(row.person_id ?? "") ?? []).map((position) => position.department_id),
      ],
    })),
  };
}

/** Departments that have not ended, with the heads that imports named. */
export async function loadDepartments(db: Db): Promise<DirectoryDepartment[]> {
  const rows = await db
    .selectFrom("department")
    .select(["id", "name_en", "name_zh", "parent_id", "head_id"])
    .where("ended_at", "is", null)
    .orderBy("id")
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: { en: row.name_en, zh: row.name_zh },
    parentId: row.parent_id,
    headId: row.head_id,
  }));
}

/** All projects, with the leads that imports named. */
export async function loadProjects(db: Db): Promise<DirectoryProject[]> {
  const rows = await db.selectFrom("project").selectAll().orderBy("id").execute();
  const members = await db.selectFrom("project_member").selectAll().execute();
  const membersOf = Map.groupBy(members, (row) => row.project_id);
  return rows.map((row) => ({
    id: row.id,
    name: { en: row.name_en, zh: row.name_zh },
    leadId: row.lead_id,
    ended: row.ended_at !== null,
    members: (membersOf.get(row.id) ?? []).map((member) => member.person_id),
  }));
}

export const lockPerson = (tx: Tx, id: string): Promise<PersonRow | undefined> =>
  tx.selectFrom("person").selectAll().where("id", "=", id).forNoKeyUpdate().executeTakeFirst();

/** User ids of the accounts that can administer; they cannot change until the transaction ends. */
export async function lockActiveAdmins(tx: Tx): Promise<string[]> {
  const rows = await tx
    .selectFrom("account")
    .select("user_id")
    .where("role", "=", "admin")
    .where("ended_at", "is", null)
    .orderBy("user_id")
    .forNoKeyUpdate()
    .execute();
  return rows.map((row) => row.user_id);
}

/** Gives the person the role, and the account with it, which decides from the next request on. */
export async function writeRole(tx: Tx, personId: string, role: StaffRole): Promise<void> {
  const next = { role, version: sql<number>`version + 1` };
  await tx.updateTable("person").set(next).where("id", "=", personId).execute();
  await tx.updateTable("account").set(next).where("person_id", "=", personId).execute();
}

interface DepartmentRecord {
  id: string;
  name_en: string;
  name_zh: string;
  parent_id: string | null;
  head_id: string | null;
  space_id: string | null;
  room_id: string | null;
  people: number;
  branch: number;
}

/** Departments that have not ended; whoever has several positions counts once in each department and each branch. */
export async function listDepartments(db: Db): Promise<Department[]> {
  const { rows } = await sql<DepartmentRecord>`
    WITH RECURSIVE belonging AS (
      SELECT id AS person_id, department_id FROM person WHERE state = 'active'
      UNION
      SELECT person_id, position.department_id
      FROM position JOIN person ON person.id = person_id WHERE state = 'active'
    ), branch AS (
      SELECT id AS department_id, id AS within_id FROM department WHERE ended_at IS NULL
      UNION ALL
      SELECT branch.department_id, department.parent_id
      FROM branch JOIN department ON department.id = within_id WHERE parent_id IS NOT NULL
    ), counted AS (
      SELECT within_id, count(DISTINCT person_id) AS branch,
        count(DISTINCT person_id) FILTER (WHERE department_id = within_id) AS people
      FROM branch JOIN belonging USING (department_id) GROUP BY within_id
    )
    SELECT department.id, department.name_en, department.name_zh, parent_id, head.id AS head_id, space.room_id AS space_id,
      room.room_id, coalesce(people, 0) AS people, coalesce(branch, 0) AS branch
    FROM department
      LEFT JOIN person AS head ON head.id = head_id AND head.state = 'active'
      LEFT JOIN managed_room AS space ON space.department_id = department.id AND space.kind = 'space'
      LEFT JOIN managed_room AS room ON room.department_id = department.id AND room.kind = 'room'
      LEFT JOIN counted ON within_id = department.id
    WHERE ended_at IS NULL
    ORDER BY department.name_en, department.id`.execute(db);
  return rows.map((row) => ({
    id: row.id,
    name: { en: row.name_en, zh: row.name_zh },
    parentId: row.parent_id,
    headId: row.head_id,
    spaceId: row.space_id,
    roomId: row.room_id,
    peopleCount: row.people,
    branchCount: row.branch,
  }));
}

export async function listRanks(db: Db): Promise<{ id: string; level: number; name: LocalizedText }[]> {
  const rows = await db.selectFrom("rank").selectAll().orderBy("level", "desc").orderBy("id").execute();
  return rows.map((row) => ({ id: row.id, level: row.level, name: { en: row.name_en, zh: row.name_zh } }));
}

/** How many accounts that may sign in have each role. */
export async function countByRole(db: Db): Promise<Map<Role, number>> {
  const rows = await db
    .selectFrom("account")
    .select(({ fn }) => ["role", fn.countAll<number>().as("count")])
    .where("ended_at", "is", null)
    .groupBy("role")
    .execute();
  return new Map(rows.map((row) => [row.role, row.count]));
}
