import type { DirectoryDepartment, DirectoryProject } from "../structure.ts";

/** Somebody of the directory, whether here or gone. */
export interface Reporting {
  readonly id: string;
  readonly managerId: string | null;
  readonly active: boolean;
}

/** The nearest line manager who is still here; undefined when nobody above is. */
export function nearestManager(people: ReadonlyMap<string, Reporting>, personId: string): string | undefined {
  const seen = new Set([personId]);
  let at = people.get(personId)?.managerId ?? null;
  while (at !== null && !seen.has(at)) {
    seen.add(at);
    const manager = people.get(at);
    if (manager?.active === true) return at;
    at = manager?.managerId ?? null;
  }
  return undefined;
}

/**
 * Departments whose head has left are led by his nearest line manager, else by
 * whoever leads the department above, until an import names somebody. Follows
 * from the directory alone, so it ends by itself.
 */
export function withActingHeads(
  departments: readonly DirectoryDepartment[],
  people: ReadonlyMap<string, Reporting>,
): DirectoryDepartment[] {
  const byId = new Map(departments.map((department) => [department.id, department]));
  const headOf = (department: DirectoryDepartment, below: ReadonlySet<string>): string | null => {
    const { headId, parentId } = department;
    if (headId === null || people.get(headId)?.active === true) return headId;
    const manager = nearestManager(people, headId);
    if (manager !== undefined) return manager;
    const parent = parentId === null || below.has(parentId) ? undefined : byId.get(parentId);
    return parent === undefined ? null : headOf(parent, new Set([...below, department.id]));
  };
  return departments.map((department) => ({ ...department, headId: headOf(department, new Set()) }));
}

/**
 * Projects whose lead has left are led by his nearest line manager until an
 * import names somebody; where nobody is above, administrators decide.
 */
export const withActingLeads = (
  projects: readonly DirectoryProject[],
  people: ReadonlyMap<string, Reporting>,
): DirectoryProject[] =>
  projects.map((project) => {
    const { leadId } = project;
    if (leadId === null || people.get(leadId)?.active === true) return project;
    return { ...project, leadId: nearestManager(people, leadId) ?? null };
  });

/** Something that is led by another than before, because whoever led it has left. */
export interface StandIn {
  readonly id: string;
  readonly from: string;
  /** Null: nobody leads it. */
  readonly to: string | null;
}

/** What is led by others after people left; both lists hold the same things in the same order. */
export const standIns = <Field extends string, Led extends { readonly id: string } & Record<Field, string | null>>(
  before: readonly Led[],
  after: readonly Led[],
  field: Field,
): StandIn[] =>
  before.flatMap((led, index) => {
    const [from, to] = [led[field], after[index]?.[field] ?? null];
    return from === null || from === to ? [] : [{ id: led.id, from, to }];
  });
