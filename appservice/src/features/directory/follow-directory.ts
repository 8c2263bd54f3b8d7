import type { Context } from "../../context.ts";
import type { Tx } from "../../db/connection.ts";
import { lockStructure } from "../../db/structure-lock.ts";
import { withActingHeads, withActingLeads } from "./hand-over/model.ts";
import { loadReporting } from "./hand-over/store.ts";
import { loadDirectory } from "./store.ts";
import { structureOf } from "./structure.ts";

/**
 * Writes which rooms and memberships follow from the directory as the
 * transaction sees it. One transaction at a time does so: another waits, and
 * then sees what the first has written.
 */
export async function followDirectory(
  tx: Tx,
  { rooms, settings }: Pick<Context, "settings"> & { readonly rooms: Pick<Context["rooms"], "setStructure"> },
): Promise<void> {
  await lockStructure(tx);
  const directory = await loadDirectory(tx);
  const people = await loadReporting(tx);
  const departments = withActingHeads(directory.departments, people);
  const projects = withActingLeads(directory.projects, people);
  await rooms.setStructure(tx, structureOf({ company: settings.company, ...directory, departments, projects }));
}
