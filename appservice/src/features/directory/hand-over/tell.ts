import type { LocalizedText } from "@portico/contract/common.ts";
import type { Db } from "../../../db/connection.ts";
import type { Notice } from "../../../outbox/reactions.ts";
import { findDepartmentName, findPersonNamed, findProjectName } from "./store.ts";

/** Whom to tell of something that he leads now, and in whose place. */
interface NewLead {
  /** Person id; null: nobody leads it. */
  readonly to: string | null;
  /** Who has left; undefined when an import named the new one. */
  readonly left?: string;
}

/** Tells whoever leads a department from now on. */
export async function tellHead(db: Db, departmentId: string, { to, left }: NewLead): Promise<Notice[]> {
  const [department, place] = await Promise.all([findDepartmentName(db, departmentId), findPlace(db, to, left)]);
  if (department === undefined || place === undefined) return [];
  const { userId, person } = place;
  const fields = { departmentId, department };
  return [
    person === undefined
      ? { kind: "department.lead", userId, fields }
      : { kind: "department.handed-over", userId, fields: { ...fields, person } },
  ];
}

/** Tells whoever leads a project from now on; one that has ended has nothing to lead. */
export async function tellLead(db: Db, projectId: string, { to, left }: NewLead): Promise<Notice[]> {
  const [project, place] = await Promise.all([findProjectName(db, projectId), findPlace(db, to, left)]);
  if (project === undefined || place === undefined) return [];
  const { userId, person } = place;
  const fields = { projectId, project };
  return [
    person === undefined
      ? { kind: "project.lead", userId, fields }
      : { kind: "project.handed-over", userId, fields: { ...fields, person } },
  ];
}

/** The account of the new lead, and the name of who has left; undefined when there is nobody to tell. */
async function findPlace(
  db: Db,
  to: string | null,
  left: string | undefined,
): Promise<{ userId: string; person: LocalizedText | undefined } | undefined> {
  if (to === null) return undefined;
  const lead = await findPersonNamed(db, to);
  const gone = left === undefined ? undefined : await findPersonNamed(db, left);
  return lead === undefined ? undefined : { userId: lead.userId, person: gone?.name };
}
