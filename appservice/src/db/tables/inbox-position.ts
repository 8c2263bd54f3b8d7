import type { Generated } from "kysely";

/** One row: how far the rooms were read in search of what was not delivered. */
export interface InboxPositionTable {
  one: Generated<boolean>;
  /** A number of the homeserver's stream of events. */
  read_to: string;
  read_at: Generated<Date>;
}
