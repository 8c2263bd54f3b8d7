import type { AppserviceSettings } from "@portico/config/settings.ts";
import type { Tx } from "../../../../db/connection.ts";
import type { Cells } from "../files.ts";
import type { ImportPlan } from "../plan.ts";
import {
  deletePositions,
  deleteProjectMembers,
  deleteRanks,
  endDepartments,
  endProjects,
  leavePeople,
  writeCustomers,
  writeDepartments,
  writePeople,
  writePositions,
  writeProjectMembers,
  writeProjects,
  writeRanks,
} from "./store.ts";

/** Writes what the plan says, in the order that the foreign keys demand. */
export async function applyPlan(
  tx: Tx,
  { write, leave }: ImportPlan,
  settings: Pick<AppserviceSettings, "serverName" | "locale">,
): Promise<void> {
  await writeDepartments(tx, parentsFirst(write.departments));
  await writeRanks(tx, write.ranks);
  await writePeople(tx, write.people, settings);
  await deletePositions(tx, leave.positions);
  await writePositions(tx, write.positions);
  await writeProjects(tx, write.projects);
  await endProjects(tx, leave.projects);
  await deleteProjectMembers(tx, leave.project_members);
  await writeProjectMembers(tx, write.project_members);
  await writeCustomers(tx, write.customers);
  await leavePeople(tx, leave.people);
  await endDepartments(tx, leave.departments);
  await deleteRanks(tx, leave.ranks);
}

/** Orders departments so that each comes after its parent; the plan refuses cycles and great depth. */
function parentsFirst(records: readonly Cells<"departments">[]): Cells<"departments">[] {
  const parents = new Map(records.map((cells) => [cells.id, cells.parent_id]));
  const depth = (id: string): number => {
    const parent = parents.get(id);
    return parent === undefined ? 0 : 1 + depth(parent);
  };
  return records
    .map((cells) => ({ cells, depth: depth(cells.id) }))
    .sort((left, right) => left.depth - right.depth)
    .map(({ cells }) => cells);
}
