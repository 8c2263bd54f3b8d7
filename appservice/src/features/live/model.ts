import { liveTopics } from "@portico/contract/live-topics.ts";
import type { Actor } from "../../policy/actor.ts";
import { holds } from "../../policy/engine.ts";
import type { LiveChangeRow } from "../../db/tables/live-change.ts";

/** Whether the actor may learn that something of this topic changed: he could read it, and it is meant for him. */
export function maySee(actor: Actor, change: Pick<LiveChangeRow, "topic" | "users" | "roles">): boolean {
  const ability = liveTopics[change.topic];
  if (ability !== "self" && !holds(actor, ability)) return false;
  if (change.users === null && change.roles === null) return true;
  const named = actor.kind !== "operator" && change.users?.includes(actor.userId) === true;
  return named || change.roles?.includes(actor.role) === true;
}

/** What is still kept, by the first and last id; both 0 when there is nothing. */
export interface Kept {
  readonly first: number;
  readonly last: number;
}

/**
 * Where a client goes on that saw `after` last, and whether it missed what is no
 * longer kept. A position ahead of all comes from before a restore.
 */
export function resumeAt(after: number | undefined, { first, last }: Kept): { position: number; reset: boolean } {
  if (after === undefined || after === last) return { position: last, reset: false };
  if (after > last || after < first - 1) return { position: last, reset: true };
  return { position: after, reset: false };
}
