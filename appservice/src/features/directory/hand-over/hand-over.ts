import type { Tx } from "../../../db/connection.ts";
import { recordEvent } from "../../../db/record-event.ts";
import type { Actor } from "../../../policy/actor.ts";
import { nearestManager } from "./model.ts";
import { anyAdmin, dropHoldings, listOrphanedHosts, loadReporting, moveGuests, userIdOf } from "./store.ts";

/**
 * Hands over what people who have left answered for, in the transaction in
 * which they left: guests to the nearest line manager who is still here, else
 * to an administrator. What leads departments follows from the directory.
 */
export async function handOver(tx: Tx, actor: Actor): Promise<void> {
  const people = await loadReporting(tx);
  for (const { personId, userId } of await listOrphanedHosts(tx)) {
    const manager = nearestManager(people, personId);
    const to = (manager === undefined ? undefined : await userIdOf(tx, manager)) ?? (await anyAdmin(tx));
    if (to === undefined) continue;
    for (const guestId of await moveGuests(tx, userId, to)) {
      await recordEvent(tx, actor, "guest.handed-over", { guestId, from: userId, to });
    }
  }
  await dropHoldings(tx);
}
