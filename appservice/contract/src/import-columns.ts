/** The files of an import, in the order in which they build on each other. No zod here: the page imports it as it is. */
export const importFiles = [
  "departments",
  "ranks",
  "people",
  "positions",
  "projects",
  "project_members",
  "customers",
] as const;
export type ImportFile = (typeof importFiles)[number];

/** The columns of each file, all of them required, in any order. */
export const importColumns = {
  departments: ["id", "name", "name_zh", "parent_id", "head_id"],
  ranks: ["id", "level", "name", "name_zh"],
  people: [
    "id",
    "username",
    "name",
    "name_zh",
    "email",
    "department_id",
    "rank_id",
    "title",
    "title_zh",
    "manager_id",
    "role",
  ],
  // What somebody is besides the position in people.csv.
  positions: ["id", "person_id", "department_id", "title", "title_zh", "rank_id", "manager_id"],
  projects: ["id", "name", "name_zh", "lead_id", "state"],
  project_members: ["project_id", "person_id"],
  customers: ["id", "name", "name_zh"],
} as const satisfies Record<ImportFile, readonly string[]>;
