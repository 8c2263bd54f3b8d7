import type { Generated } from "kysely";

/** A membership that may not be as wanted; triggers and the watch write it, the follower takes it away. */
export interface MembershipGapTable {
  room_key: string;
  user_id: string;
  /** 0 leavers, 1 removals, 2 who is signing in, 3 few changed people, 4 the rest. */
  priority: number;
  /** Order within a priority; a new one with every change, so that a change meanwhile is not taken for done. */
  turn: Generated<number>;
  /** Somebody changed it in Matrix; otherwise it was wanted anew. */
  drifted: Generated<boolean>;
  /** Who changed it, as far as is known. */
  cause: string | null;
  attempts: Generated<number>;
  retry_at: Generated<Date>;
  /** Why the last attempt failed. */
  problem: string | null;
}
