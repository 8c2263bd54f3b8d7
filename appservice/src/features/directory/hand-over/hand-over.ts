import type { Tx } from "../../../db/connection.ts";
import { recordEvent, recordEvents } from "../../../db/record-event.ts";
import type { Actor } from "../../../policy/actor.ts";
import { loadDepartments, loadProjects } from "../store.ts";
import { nearestManager, type Reporting, standIns, withActingHeads, withActingLeads } from "./model.ts";
import { anyAdmin, dropHoldings, listOrphanedHosts, loadReporting, moveGuests, userIdOf } from "./store.ts";

/**
 * Hands over what these people answered for, in the transaction in which they
 * left: guests to the nearest line manager who is still here, else to an
 * administrator. Who leads departments and projects in their place follows from
 * the directory, and is recorded here.
 */
export async function handOver(tx: Tx, actor: Actor, leavers: readonly string[]): Promise<void> {
  const people = await loadReporting(tx);
  for (const { personId, userId } of await listOrphanedHosts(tx)) {
    const manager = nearestManager(people, personId);
    const to = (manager === undefined ? undefined : await userIdOf(tx, manager)) ?? (await anyAdmin(tx));
    if (to === undefined) continue;
    for (const guestId of await moveGuests(tx, userId, to)) {
      await recordEvent(tx, actor, "guest.handed-over", { guestId, from: userId, to });
    }
  }
  await recordStandIns(tx, actor, people, leavers);
  await dropHoldings(tx);
}

async function recordStandIns(
  tx: Tx,
  actor: Actor,
  people: ReadonlyMap<string, Reporting>,
  leavers: readonly string[],
): Promise<void> {
  const before = new Map(people);
  for (const id of leavers) {
    const leaver = people.get(id);
    if (leaver !== undefined) before.set(id, { ...leaver, active: true });
  }
  const departments = await loadDepartments(tx);
  const projects = (await loadProjects(tx)).filter((project) => !project.ended);
  const heads = standIns(withActingHeads(departments, before), withActingHeads(departments, people), "headId");
  const leads = standIns(withActingLeads(projects, before), withActingLeads(projects, people), "leadId");
  await recordEvents(tx, actor, [
    ...heads.map(({ id, from, to }) => ({
      name: "department.handed-over" as const,
      payload: { departmentId: id, from, to },
    })),
    ...leads.map(({ id, from, to }) => ({
      name: "project.handed-over" as const,
      payload: { projectId: id, from, to },
    })),
  ]);
}
