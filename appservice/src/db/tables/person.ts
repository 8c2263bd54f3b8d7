import type { StaffRole } from "@portico/contract/roles.ts";
import type { ColumnType, Insertable, Selectable, Updateable } from "kysely";

export interface PersonTable {
  id: string;
  user_id: string;
  name_en: string;
  name_zh: string;
  title_en: string;
  title_zh: string;
  email: string | null;
  department_id: string | null;
  rank_id: string | null;
  manager_id: string | null;
  role: StaffRole;
  state: "active" | "left";
  version: ColumnType<number, number | undefined>;
}
export type PersonRow = Selectable<PersonTable>;
export type NewPerson = Insertable<PersonTable>;
export type PersonUpdate = Updateable<PersonTable>;
