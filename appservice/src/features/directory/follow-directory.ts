import type { Context } from "../../context.ts";
import type { Tx } from "../../db/connection.ts";
import { withActingHeads } from "./hand-over/model.ts";
import { loadReporting } from "./hand-over/store.ts";
import { loadDirectory } from "./store.ts";
import { structureOf } from "./structure.ts";

/** Writes which rooms and memberships follow from the directory as the transaction sees it. */
export async function followDirectory(tx: Tx, { rooms, settings }: Pick<Context, "rooms" | "settings">): Promise<void> {
  const directory = await loadDirectory(tx);
  const departments = withActingHeads(directory.departments, await loadReporting(tx));
  await rooms.setStructure(tx, structureOf({ company: settings.company, ...directory, departments }));
}
