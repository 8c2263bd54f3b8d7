import type { Locale } from "@portico/contract/common.ts";
import { sql, type RawBuilder } from "kysely";
import type { Tx } from "../../../../db/connection.ts";
import type { AnyCells, Cells } from "../files.ts";

/** All records as one parameter: placeholders for each cell of ten thousand rows cost seconds. */
const recordset = (records: readonly AnyCells[], ...columns: readonly string[]): RawBuilder<unknown> =>
  sql`json_to_recordset(${JSON.stringify(records)}) AS given (${sql.join(
    columns.map((column) => sql`${sql.ref(column)} text`),
  )})`;

/** Inserts or overwrites departments, given so that parents come before their children. */
export async function writeDepartments(tx: Tx, records: readonly Cells<"departments">[]): Promise<void> {
  if (records.length === 0) return;
  await sql`
    INSERT INTO department (id, name_en, name_zh, parent_id, head_id)
    SELECT id, name, name_zh, nullif(parent_id, ''), nullif(head_id, '')
    FROM ${recordset(records, "id", "name", "name_zh", "parent_id", "head_id")}
    ON CONFLICT (id) DO UPDATE SET
      name_en = excluded.name_en, name_zh = excluded.name_zh, parent_id = excluded.parent_id,
      head_id = excluded.head_id, ended_at = NULL`.execute(tx);
}

export async function endDepartments(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await sql`UPDATE department SET ended_at = now(), head_id = NULL WHERE id = ANY(${ids})`.execute(tx);
}

export async function writeRanks(tx: Tx, records: readonly Cells<"ranks">[]): Promise<void> {
  if (records.length === 0) return;
  await sql`
    INSERT INTO rank (id, level, name_en, name_zh)
    SELECT id, level::integer, name, name_zh FROM ${recordset(records, "id", "level", "name", "name_zh")}
    ON CONFLICT (id) DO UPDATE SET level = excluded.level, name_en = excluded.name_en, name_zh = excluded.name_zh
  `.execute(tx);
}

/** Takes ranks away; the people who still held one have left. */
export async function deleteRanks(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await sql`UPDATE person SET rank_id = NULL WHERE rank_id = ANY(${ids})`.execute(tx);
  await sql`DELETE FROM rank WHERE id = ANY(${ids})`.execute(tx);
}

/** Inserts or overwrites people and the accounts that go with them; an account that exists is joined by its user id. */
export async function writePeople(
  tx: Tx,
  records: readonly Cells<"people">[],
  { serverName, locale }: { serverName: string; locale: Locale },
): Promise<void> {
  if (records.length === 0) return;
  const userId = sql`'@' || username || ':' || ${serverName}::text`;
  await sql`
    INSERT INTO person (id, user_id, name_en, name_zh, title_en, title_zh, email, department_id, rank_id, manager_id, role, state)
    SELECT id, ${userId}, name, name_zh, title, title_zh, nullif(email, ''), nullif(department_id, ''),
      nullif(rank_id, ''), nullif(manager_id, ''), role, 'active'
    FROM ${recordset(
      records,
      "id",
      "username",
      "name",
      "name_zh",
      "title",
      "title_zh",
      "email",
      "department_id",
      "rank_id",
      "manager_id",
      "role",
    )}
    ON CONFLICT (id) DO UPDATE SET
      name_en = excluded.name_en, name_zh = excluded.name_zh, title_en = excluded.title_en,
      title_zh = excluded.title_zh, email = excluded.email, department_id = excluded.department_id,
      rank_id = excluded.rank_id, manager_id = excluded.manager_id, role = excluded.role, state = 'active',
      version = person.version + 1`.execute(tx);
  // Accounts are touched only where they differ: what changes them moves the policy.
  await sql`
    INSERT INTO account (user_id, class, role, name_en, name_zh, locale, person_id)
    SELECT ${userId}, 'staff', role, name, name_zh, ${locale}::text, id
    FROM ${recordset(records, "id", "username", "name", "name_zh", "role")}
    ON CONFLICT (user_id) DO UPDATE SET
      role = excluded.role, name_en = excluded.name_en, name_zh = excluded.name_zh,
      person_id = excluded.person_id, ended_at = NULL, version = account.version + 1
    WHERE (account.role, account.name_en, account.name_zh, account.person_id, account.ended_at IS NULL)
      IS DISTINCT FROM (excluded.role, excluded.name_en, excluded.name_zh, excluded.person_id, true)`.execute(tx);
}

/** Ends the access of people who are no longer named: their sessions go with it. */
export async function leavePeople(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await sql`UPDATE person SET state = 'left', version = version + 1 WHERE id = ANY(${ids})`.execute(tx);
  await sql`UPDATE account SET ended_at = now(), version = version + 1 WHERE person_id = ANY(${ids})`.execute(tx);
  await sql`
    DELETE FROM session USING account
    WHERE account.user_id = session.user_id AND account.person_id = ANY(${ids})`.execute(tx);
}

export async function writePositions(tx: Tx, records: readonly Cells<"positions">[]): Promise<void> {
  if (records.length === 0) return;
  await sql`
    INSERT INTO position (id, person_id, department_id, title_en, title_zh, rank_id, manager_id)
    SELECT id, person_id, department_id, title, title_zh, nullif(rank_id, ''), nullif(manager_id, '')
    FROM ${recordset(records, "id", "person_id", "department_id", "title", "title_zh", "rank_id", "manager_id")}
    ON CONFLICT (id) DO UPDATE SET
      person_id = excluded.person_id, department_id = excluded.department_id, title_en = excluded.title_en,
      title_zh = excluded.title_zh, rank_id = excluded.rank_id, manager_id = excluded.manager_id`.execute(tx);
}

export async function deletePositions(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await sql`DELETE FROM position WHERE id = ANY(${ids})`.execute(tx);
}

/** Inserts or overwrites projects; one that has ended keeps the moment of its end. */
export async function writeProjects(tx: Tx, records: readonly Cells<"projects">[]): Promise<void> {
  if (records.length === 0) return;
  await sql`
    INSERT INTO project (id, name_en, name_zh, lead_id, ended_at)
    SELECT id, name, name_zh, nullif(lead_id, ''), CASE state WHEN 'ended' THEN now() END
    FROM ${recordset(records, "id", "name", "name_zh", "lead_id", "state")}
    ON CONFLICT (id) DO UPDATE SET
      name_en = excluded.name_en, name_zh = excluded.name_zh, lead_id = excluded.lead_id,
      ended_at = CASE WHEN excluded.ended_at IS NOT NULL THEN coalesce(project.ended_at, excluded.ended_at) END
  `.execute(tx);
}

export async function endProjects(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await sql`UPDATE project SET ended_at = now() WHERE id = ANY(${ids})`.execute(tx);
}

export async function writeProjectMembers(tx: Tx, records: readonly Cells<"project_members">[]): Promise<void> {
  if (records.length === 0) return;
  await sql`
    INSERT INTO project_member (project_id, person_id)
    SELECT project_id, person_id FROM ${recordset(records, "project_id", "person_id")}
    ON CONFLICT DO NOTHING`.execute(tx);
}

/** Takes memberships away, given as the import names them: `project/person`. */
export async function deleteProjectMembers(tx: Tx, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  await sql`DELETE FROM project_member WHERE project_id || '/' || person_id = ANY(${keys})`.execute(tx);
}

export async function writeCustomers(tx: Tx, records: readonly Cells<"customers">[]): Promise<void> {
  if (records.length === 0) return;
  await sql`
    INSERT INTO customer (id, name_en, name_zh)
    SELECT id, name, name_zh FROM ${recordset(records, "id", "name", "name_zh")}
    ON CONFLICT (id) DO UPDATE SET name_en = excluded.name_en, name_zh = excluded.name_zh`.execute(tx);
}
