import type { Project } from "@portico/contract/directory.ts";
import { sql } from "kysely";
import type { Db } from "../../../db/connection.ts";

export interface ProjectFilter {
  readonly state?: Project["state"] | undefined;
  /** Looked for in names, in both languages, and ids. */
  readonly search?: string | undefined;
  /** Of which the person is a member or the lead. */
  readonly personId?: string | undefined;
}

/** Where a page of projects ends: the values that the list is ordered by. */
export interface ProjectCursor {
  readonly ended: boolean;
  readonly name: string;
  readonly id: string;
}

interface ProjectRecord {
  id: string;
  name_en: string;
  name_zh: string;
  ended: boolean;
  lead_id: string | null;
  lead_user_id: string | null;
  lead_name_en: string | null;
  lead_name_zh: string | null;
  room_id: string | null;
  people: number;
}

const matching = ({ state, search, personId }: ProjectFilter) => {
  const text = search?.trim() ?? "";
  const pattern = `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  return sql.join(
    [
      sql`true`,
      ...(state === undefined ? [] : [sql`(project.ended_at IS NOT NULL) = ${state === "ended"}`]),
      ...(text === ""
        ? []
        : [sql`(project.name_en ILIKE ${pattern} OR project.name_zh ILIKE ${pattern} OR project.id ILIKE ${pattern})`]),
      ...(personId === undefined
        ? []
        : [
            sql`(project.lead_id = ${personId} OR EXISTS (
              SELECT FROM project_member AS own WHERE own.project_id = project.id AND own.person_id = ${personId}))`,
          ]),
    ],
    sql` AND `,
  );
};

/** Projects that run, then those that have ended, each in the order of their English names. */
export async function listProjects(
  db: Db,
  filter: ProjectFilter,
  { after, limit }: { after: ProjectCursor | undefined; limit: number },
): Promise<Project[]> {
  const { rows } = await sql<ProjectRecord>`
    WITH counted AS (
      SELECT project_id, count(*) AS people
      FROM (SELECT project_id, person_id FROM project_member UNION SELECT id, lead_id FROM project) AS belonging
        JOIN person ON person.id = person_id
      WHERE person.state = 'active' GROUP BY project_id
    )
    SELECT project.id, project.name_en, project.name_zh, project.ended_at IS NOT NULL AS ended,
      lead.id AS lead_id, lead.user_id AS lead_user_id, lead.name_en AS lead_name_en, lead.name_zh AS lead_name_zh,
      managed_room.room_id, coalesce(counted.people, 0) AS people
    FROM project
      LEFT JOIN counted ON counted.project_id = project.id
      LEFT JOIN person AS lead ON lead.id = project.lead_id AND lead.state = 'active'
      LEFT JOIN managed_room ON managed_room.project_id = project.id
    WHERE ${matching(filter)}
      AND ${after === undefined ? sql`true` : sql`(project.ended_at IS NOT NULL, project.name_en, project.id) > (${after.ended}, ${after.name}, ${after.id})`}
    ORDER BY project.ended_at IS NOT NULL, project.name_en, project.id
    LIMIT ${limit}`.execute(db);
  return rows.map((row) => ({
    id: row.id,
    name: { en: row.name_en, zh: row.name_zh },
    lead:
      row.lead_id === null
        ? null
        : {
            id: row.lead_id,
            userId: row.lead_user_id ?? "",
            name: { en: row.lead_name_en ?? "", zh: row.lead_name_zh ?? "" },
          },
    state: row.ended ? "ended" : "active",
    peopleCount: row.people,
    roomId: row.room_id,
  }));
}

export async function countProjects(db: Db, filter: ProjectFilter): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    SELECT count(*) AS count FROM project WHERE ${matching(filter)}`.execute(db);
  return rows[0]?.count ?? 0;
}
