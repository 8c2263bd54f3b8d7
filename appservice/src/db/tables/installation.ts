import type { Generated } from "kysely";

/** One row: what this database is, and the version of everything the policy snapshot is made from. */
export interface InstallationTable {
  id: Generated<string>;
  policy_version: Generated<number>;
}
