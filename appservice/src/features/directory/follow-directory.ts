import type { Context } from "../../context.ts";
import type { Tx } from "../../db/connection.ts";
import { loadDirectory, lockStructure } from "./store.ts";
import { structureOf } from "./structure.ts";

/**
 * Writes which rooms and memberships follow from the directory as the
 * transaction sees it. One transaction at a time does so: another waits, and
 * then sees what the first has written.
 */
export async function followDirectory(tx: Tx, { rooms, settings }: Pick<Context, "rooms" | "settings">): Promise<void> {
  await lockStructure(tx);
  await rooms.setStructure(tx, structureOf({ company: settings.company, ...(await loadDirectory(tx)) }));
}
