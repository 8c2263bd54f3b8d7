import type { Person } from "@portico/contract/directory.ts";
import type { PersonRow } from "../../db/tables/person.ts";
import type { PositionRow } from "../../db/tables/position.ts";

/** A person row with the further positions and the one fact of the account that the product shows. */
export type PersonRecord = PersonRow & {
  readonly provisioned_at: Date | null;
  readonly positions: readonly PositionRow[];
};

export const presentPerson = (row: PersonRecord): Person => ({
  id: row.id,
  userId: row.user_id,
  name: { en: row.name_en, zh: row.name_zh },
  title: { en: row.title_en, zh: row.title_zh },
  email: row.email,
  departmentId: row.department_id,
  rankId: row.rank_id,
  managerId: row.manager_id,
  positions: row.positions.map((position) => ({
    id: position.id,
    departmentId: position.department_id,
    title: { en: position.title_en, zh: position.title_zh },
    rankId: position.rank_id,
    managerId: position.manager_id,
  })),
  role: row.role,
  state: row.state,
  provisioned: row.provisioned_at !== null,
  version: row.version,
});
