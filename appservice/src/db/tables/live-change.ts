import type { Role } from "@portico/contract/roles.ts";
import type { LiveTopic } from "@portico/contract/live-topics.ts";
import type { ColumnType, Generated, Selectable } from "kysely";

/** What open windows are told; kept for a day, so that a client that was away can catch up. */
export interface LiveChangeTable {
  /** Written by one worker at a time: who has seen one id has seen all before it. */
  id: Generated<number>;
  at: Generated<Date>;
  topic: LiveTopic;
  ids: ColumnType<string[], string, never>;
  /** Whom it is for besides `roles`; with both null, everybody who may read the topic. */
  users: string[] | null;
  roles: Role[] | null;
}
export type LiveChangeRow = Selectable<LiveChangeTable>;
