import type { Selectable } from "kysely";

/** What somebody is besides the main position, which stands with the person. */
export interface PositionTable {
  id: string;
  person_id: string;
  department_id: string;
  title_en: string;
  title_zh: string;
  rank_id: string | null;
  manager_id: string | null;
}
export type PositionRow = Selectable<PositionTable>;
