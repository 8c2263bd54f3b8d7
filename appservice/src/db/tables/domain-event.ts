import type { DomainEventName } from "@portico/contract/events.ts";
import type { ColumnType, Generated } from "kysely";

/** Facts, written in the transaction of the change; never updated. */
export interface DomainEventTable {
  id: Generated<number>;
  name: DomainEventName;
  actor: string;
  /** What the event is about (`eventStreams`): order is kept within it. */
  stream: string;
  payload: ColumnType<Record<string, unknown>, string, never>;
  at: Generated<Date>;
}
