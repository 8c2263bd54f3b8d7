import type { Fact } from "../../../../db/record-event.ts";
import type { AnyCells, Stored } from "../files.ts";
import type { ImportPlan } from "../plan.ts";

type Parts = Pick<ImportPlan, "write" | "leave">;

/** What an import makes happen, told by the records that it compared with; nothing for rows that stay as they are. */
export const factsOf = (plan: Parts, stored: Stored, userIdOf: (username: string) => string): Fact[] => [
  ...departmentFacts(plan, stored),
  ...personFacts(plan, stored, userIdOf),
  ...projectFacts(plan, stored),
  ...membershipFacts(plan),
];

const isNewcomer = (personId: string | null, { people }: Stored): boolean =>
  personId !== null && people.get(personId)?.active !== true;

const orNull = (cell: string | undefined): string | null => (cell === undefined || cell === "" ? null : cell);

function departmentFacts({ write, leave }: Parts, stored: Stored): Fact[] {
  const facts: Fact[] = [];
  for (const { id: departmentId, head_id } of write.departments) {
    const before = stored.departments.get(departmentId);
    if (before?.active !== true) facts.push({ name: "department.founded", payload: { departmentId } });
    const from = before?.active === true ? orNull(before.cells.head_id) : null;
    const to = orNull(head_id);
    if (from !== to) {
      const payload = { departmentId, from, to, newcomer: isNewcomer(to, stored) };
      facts.push({ name: "department.head-changed", payload });
    }
  }
  for (const departmentId of leave.departments) facts.push({ name: "department.ended", payload: { departmentId } });
  return facts;
}

function personFacts({ write, leave }: Parts, stored: Stored, userIdOf: (username: string) => string): Fact[] {
  const people = merged(stored.people, write.people, []);
  const before = departmentsByPerson(cellsOf(stored.people), cellsOf(stored.positions));
  const after = departmentsByPerson(people, merged(stored.positions, write.positions, leave.positions));
  const written = new Set(write.people.map(({ id }) => id));
  const leavers = new Set(leave.people);
  return people.flatMap(({ id = "", username = "", role = "" }): Fact[] => {
    const person = { personId: id, userId: userIdOf(username) };
    if (leavers.has(id)) return [{ name: "person.left", payload: person }];
    const from = before.get(id) ?? [];
    const to = after.get(id) ?? [];
    if (stored.people.get(id)?.active !== true) {
      return written.has(id) ? [{ name: "person.joined", payload: { ...person, departments: to } }] : [];
    }
    const same = from.length === to.length && from.every((department) => to.includes(department));
    const roleBefore = stored.people.get(id)?.cells.role ?? role;
    return [
      ...(same ? [] : [{ name: "person.moved" as const, payload: { ...person, from, to } }]),
      ...(roleBefore === role
        ? []
        : [{ name: "person.role-changed" as const, payload: { personId: id, from: roleBefore, to: role } }]),
    ];
  });
}

function projectFacts({ write, leave }: Parts, stored: Stored): Fact[] {
  const facts: Fact[] = [];
  for (const { id: projectId, lead_id, state } of write.projects) {
    const before = stored.projects.get(projectId);
    if (before === undefined) facts.push({ name: "project.started", payload: { projectId } });
    const was = before?.cells.state ?? "active";
    if (was === "active" && state === "ended") facts.push({ name: "project.ended", payload: { projectId } });
    if (was === "ended" && state === "active") facts.push({ name: "project.reopened", payload: { projectId } });
    const from = orNull(before?.cells.lead_id);
    const to = orNull(lead_id);
    if (from !== to) {
      const payload = { projectId, from, to, newcomer: isNewcomer(to, stored) };
      facts.push({ name: "project.lead-changed", payload });
    }
  }
  for (const projectId of leave.projects) facts.push({ name: "project.ended", payload: { projectId } });
  return facts;
}

/** One event for each project whose members differ. */
function membershipFacts({ write, leave }: Parts): Fact[] {
  const changes = new Map<string, { projectId: string; joined: string[]; left: string[] }>();
  const changeOf = (projectId: string) => {
    const change = changes.get(projectId) ?? { projectId, joined: [], left: [] };
    changes.set(projectId, change);
    return change;
  };
  for (const { project_id, person_id } of write.project_members) changeOf(project_id).joined.push(person_id);
  for (const key of leave.project_members) {
    const [projectId = "", personId = ""] = key.split("/");
    changeOf(projectId).left.push(personId);
  }
  return [...changes.values()].map((payload) => ({ name: "project.members-changed", payload }));
}

const cellsOf = (records: ReadonlyMap<string, { readonly cells: AnyCells }>): AnyCells[] =>
  [...records.values()].map(({ cells }) => cells);

/** The records of a file after the import. */
function merged(
  stored: ReadonlyMap<string, { readonly cells: AnyCells }>,
  written: readonly AnyCells[],
  gone: readonly string[],
): AnyCells[] {
  const all = new Map(cellsOf(stored).map((cells) => [cells["id"] ?? "", cells]));
  for (const id of gone) all.delete(id);
  for (const cells of written) all.set(cells["id"] ?? "", cells);
  return [...all.values()];
}

/** The departments of each person: of the main position first, each once. */
function departmentsByPerson(people: readonly AnyCells[], positions: readonly AnyCells[]): Map<string, string[]> {
  const all = new Map<string, Set<string>>();
  const add = (person: string | undefined, department: string | undefined): void => {
    if (person === undefined || department === undefined || department === "") return;
    const departments = all.get(person) ?? new Set();
    all.set(person, departments.add(department));
  };
  for (const cells of people) add(cells["id"], cells["department_id"]);
  for (const cells of positions) add(cells["person_id"], cells["department_id"]);
  return new Map([...all].map(([person, departments]) => [person, [...departments]]));
}
