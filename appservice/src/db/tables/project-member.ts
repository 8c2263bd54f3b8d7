/** Who works in a project. Members of a project that ended stay on record, and in its closed room. */
export interface ProjectMemberTable {
  project_id: string;
  person_id: string;
}
