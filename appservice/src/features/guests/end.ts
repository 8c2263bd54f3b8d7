import type { Tx } from "../../db/connection.ts";
import type { LinkService } from "../links/service.ts";
import { endSessions } from "../session/index.ts";
import { endAccount } from "./store.ts";

/**
 * Ends everything of a guest that is kept here; false when it had ended before.
 * The account's login and sessions at the homeserver and its rooms follow.
 */
export async function endGuest(tx: Tx, links: LinkService, userId: string, now: Date): Promise<boolean> {
  const ended = await endAccount(tx, userId, now);
  await endSessions(tx, userId);
  await links.endAll(tx, userId);
  return ended;
}
