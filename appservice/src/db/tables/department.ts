import type { Insertable, Selectable } from "kysely";

export interface DepartmentTable {
  id: string;
  name_en: string;
  name_zh: string;
  parent_id: string | null;
  head_id: string | null;
  /** Set when a later import no longer names the department. */
  ended_at: Date | null;
}
export type DepartmentRow = Selectable<DepartmentTable>;
export type NewDepartment = Insertable<DepartmentTable>;
