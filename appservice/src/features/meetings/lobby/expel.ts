import type { Db } from "../../../db/connection.ts";
import { expelEntry } from "./store.ts";

const PREFIX = "guest:";

/** Identity at the SFU of somebody who came by link. */
export const guestIdentity = (entryId: string): string => `${PREFIX}${entryId}`;

/** A guest whom the host removed stays outside for as long as one who was not let in. */
export async function expelGuest(db: Db, identity: string, by: string): Promise<void> {
  if (identity.startsWith(PREFIX)) await expelEntry(db, identity.slice(PREFIX.length), by);
}
