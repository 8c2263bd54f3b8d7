import { createHash } from "node:crypto";
import type { AudiencePart } from "@portico/contract/announcements.ts";
import type { LocalizedText } from "@portico/contract/common.ts";
import type { StaffRole } from "@portico/contract/roles.ts";
import { sql } from "kysely";
import type { Db } from "../../../db/connection.ts";

export interface NamedPart extends AudiencePart {
  readonly name: LocalizedText;
}

/** Parts as rows, for queries. */
const asRows = (parts: readonly AudiencePart[]) =>
  sql`json_to_recordset(${JSON.stringify(parts.map(({ kind, id }) => ({ kind, id })))}) AS part (kind text, id text)`;

/** Departments with all above them, as `(id, above)`. */
const ancestry = sql`
  WITH RECURSIVE ancestry (id, above) AS (
    SELECT id, id FROM department
    UNION
    SELECT ancestry.id, department.parent_id FROM ancestry
      JOIN department ON department.id = ancestry.above WHERE department.parent_id IS NOT NULL)`;

/** Whether a person is in a part; `person` and `part` are in scope, and the ancestry of departments. */
const isIn = sql`(
  part.kind = 'company'
  OR (part.kind = 'person' AND person.id = part.id)
  OR (part.kind = 'role' AND person.role = part.id)
  OR (part.kind = 'rank' AND EXISTS (
    SELECT FROM rank held JOIN rank least ON least.id = part.id WHERE held.id = person.rank_id AND held.level >= least.level))
  OR (part.kind = 'department' AND EXISTS (
    SELECT FROM ancestry WHERE above = part.id AND (ancestry.id = person.department_id
      OR ancestry.id IN (SELECT department_id FROM position WHERE position.person_id = person.id))))
  OR (part.kind = 'project' AND (EXISTS (
    SELECT FROM project_member WHERE project_id = part.id AND project_member.person_id = person.id)
    OR EXISTS (SELECT FROM project WHERE project.id = part.id AND lead_id = person.id))))`;

/** Everybody of the company who is in one of the parts. */
export async function peopleIn(
  db: Db,
  parts: readonly AudiencePart[],
): Promise<{ personId: string; userId: string }[]> {
  const { rows } = await sql<{ personId: string; userId: string }>`
    ${ancestry}
    SELECT person.id AS "personId", person.user_id AS "userId" FROM person
    WHERE person.state = 'active' AND EXISTS (SELECT FROM ${asRows(parts)} WHERE ${isIn})
    ORDER BY person.id`.execute(db);
  return rows;
}

/** Parts of any audience that somebody is in: what is for one of these is for this person. */
export async function partsOf(db: Db, personId: string | null): Promise<AudiencePart[]> {
  if (personId === null) return [];
  const { rows } = await sql<AudiencePart>`
    ${ancestry}
    SELECT part.kind, part.id FROM person, (
      SELECT 'company' AS kind, '' AS id
      UNION SELECT 'person', ${personId}
      UNION SELECT 'role', role FROM person WHERE id = ${personId}
      UNION SELECT 'rank', id FROM rank
      UNION SELECT 'department', id FROM department
      UNION SELECT 'project', id FROM project) AS part
    WHERE person.id = ${personId} AND person.state = 'active' AND ${isIn}`.execute(db);
  return rows;
}

/** Parts with their names; those that no longer exist are left out. */
export async function nameParts(db: Db, parts: readonly AudiencePart[]): Promise<NamedPart[]> {
  if (parts.length === 0) return [];
  const { rows } = await sql<{ kind: AudiencePart["kind"]; id: string; en: string; zh: string }>`
    SELECT part.kind, part.id, coalesce(d.name_en, p.name_en, r.name_en, who.name_en, '') AS en,
      coalesce(d.name_zh, p.name_zh, r.name_zh, who.name_zh, '') AS zh
    FROM ${asRows(parts)}
    LEFT JOIN department d ON part.kind = 'department' AND d.id = part.id
    LEFT JOIN project p ON part.kind = 'project' AND p.id = part.id
    LEFT JOIN rank r ON part.kind = 'rank' AND r.id = part.id
    LEFT JOIN person who ON part.kind = 'person' AND who.id = part.id`.execute(db);
  return rows.flatMap(({ kind, id, en, zh }): NamedPart[] => {
    if (kind === "company") return [{ kind, id, name: { en: "Whole company", zh: "全公司" } }];
    if (kind === "role") return isRole(id) ? [{ kind, id, name: roleNames[id] }] : [];
    return en === "" ? [] : [{ kind, id, name: { en, zh } }];
  });
}

const roleNames = {
  admin: { en: "Administrators", zh: "管理员" },
  department_head: { en: "Heads of departments", zh: "部门负责人" },
  staff: { en: "Staff without a special role", zh: "普通员工" },
  support_agent: { en: "Support", zh: "客服人员" },
  sales: { en: "Sales", zh: "销售人员" },
  auditor: { en: "Auditors", zh: "审计人员" },
} satisfies Record<StaffRole, LocalizedText>;
const isRole = (id: string): id is StaffRole => Object.hasOwn(roleNames, id);

/** Departments that somebody heads with those below, projects that somebody leads; who heads the topmost one leads the company. */
export async function partsLedBy(db: Db, personId: string): Promise<AudiencePart[]> {
  const { rows } = await sql<AudiencePart>`
    ${ancestry}
    SELECT DISTINCT 'department' AS kind, ancestry.id FROM ancestry
      JOIN department headed ON headed.id = ancestry.above AND headed.head_id = ${personId}
      JOIN department self ON self.id = ancestry.id AND self.ended_at IS NULL
    UNION SELECT 'project', id FROM project WHERE lead_id = ${personId} AND ended_at IS NULL
    UNION SELECT 'company', '' FROM department
      WHERE head_id = ${personId} AND parent_id IS NULL AND ended_at IS NULL
    ORDER BY 1, 2`.execute(db);
  return rows;
}

/** Whom an administrator may choose from, besides single people. */
export async function allParts(db: Db): Promise<AudiencePart[]> {
  const { rows } = await sql<AudiencePart>`
    SELECT kind, id FROM (
      SELECT 1 AS at, 'department' AS kind, id, name_en AS name FROM department WHERE ended_at IS NULL
      UNION SELECT 2, 'project', id, name_en FROM project WHERE ended_at IS NULL
      UNION SELECT 3, 'rank', id, lpad((100 - level)::text, 3, '0') FROM rank) AS all_parts
    ORDER BY at, name`.execute(db);
  return [{ kind: "company", id: "" }, ...rows, ...Object.keys(roleNames).map((id) => ({ kind: "role" as const, id }))];
}

/** The key of the room in which everything for this audience stands. */
export const roomKeyOf = (parts: readonly AudiencePart[]): string => {
  const names = parts.map(({ kind, id }) => `${kind}:${id}`).toSorted();
  return `announcements:${createHash("sha256").update(names.join("\n")).digest("hex").slice(0, 32)}`;
};

/** How that room is called. */
export const roomNameOf = (parts: readonly NamedPart[]): LocalizedText => {
  const [first] = parts;
  if (first === undefined) return { en: "Announcements", zh: "公告" };
  if (first.kind === "company") return { en: "Company news", zh: "公司公告" };
  const more = parts.length - 1;
  return more === 0
    ? { en: `News: ${first.name.en}`, zh: `${first.name.zh || first.name.en}公告` }
    : {
        en: `News: ${first.name.en} and ${more} more`,
        zh: `${first.name.zh || first.name.en}等 ${parts.length} 处公告`,
      };
};
