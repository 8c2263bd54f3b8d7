import type { Generated } from "kysely";

/** One row: how far the rooms were read in search of what was not delivered. */
export interface InboxPositionTable {
  one: Generated<boolean>;
  /** Token of the homeserver's sync. */
  read_to: string;
  read_at: Generated<Date>;
}
