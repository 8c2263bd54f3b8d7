import type { ApprovalStep, ApprovalWho } from "@portico/contract/approvals-form.ts";
import type { InitiatorFacts } from "@portico/contract/approvals-values.ts";
import type { Definition, Instance, NodeNote, World, WorldPerson } from "./types.ts";

const isHere = ({ people }: World, id: string): boolean => people.get(id)?.active === true;

/** Line managers who are still here, the nearest first. */
export function managersAbove(world: World, personId: string): WorldPerson[] {
  const above: WorldPerson[] = [];
  const seen = new Set([personId]);
  let at = world.people.get(personId)?.managerId ?? null;
  while (at !== null && !seen.has(at)) {
    seen.add(at);
    const manager = world.people.get(at);
    if (manager?.active === true) above.push(manager);
    at = manager?.managerId ?? null;
  }
  return above;
}

/** A department and all above it, the nearest first. */
export function departmentsUp({ departments }: World, id: string | null): string[] {
  const up: string[] = [];
  for (let at = id; at !== null && !up.includes(at); at = departments.get(at)?.parentId ?? null) up.push(at);
  return up;
}

/** Who heads a department: its head, or when that one has left the head's nearest manager, or who heads the one above. */
function headOf(world: World, departmentId: string): string | undefined {
  for (const id of departmentsUp(world, departmentId)) {
    const head = world.departments.get(id)?.headId ?? null;
    if (head === null) continue;
    if (isHere(world, head)) return head;
    const [stand] = managersAbove(world, head);
    if (stand !== undefined) return stand.id;
  }
  return undefined;
}

/** What conditions know of the initiator. */
export function initiatorFacts(world: World, personId: string): InitiatorFacts {
  const person = world.people.get(personId);
  return {
    departments: (person?.departments ?? []).flatMap((id) => departmentsUp(world, id)),
    level: person?.level ?? 0,
    role: person?.role ?? "staff",
  };
}

function named(who: ApprovalWho, node: string, definition: Definition, instance: Instance, world: World): string[] {
  const { initiator } = instance;
  const own = world.people.get(initiator)?.departments[0] ?? null;
  switch (who.kind) {
    case "people":
      return [...who.ids];
    case "manager":
      return managersAbove(world, initiator)
        .slice(who.level - 1, who.level)
        .map(({ id }) => id);
    case "managers": {
      const above = managersAbove(world, initiator);
      const last = above.findIndex(({ level }) => level >= who.upTo);
      return (last === -1 ? above : above.slice(0, last + 1)).map(({ id }) => id);
    }
    case "head": {
      const department = departmentsUp(world, own)[who.above];
      const head = department === undefined ? undefined : headOf(world, department);
      return head === undefined ? [] : [head];
    }
    case "role":
      return [...world.people.values()].filter(({ role, active }) => active && role === who.role).map(({ id }) => id);
    case "chosen":
      return [...(instance.chosen[node] ?? [])];
    case "initiator":
      return [initiator];
    case "field": {
      const value = instance.values[who.field];
      if (typeof value !== "string" || value === "") return [];
      const field = definition.fields.find(({ id }) => id === who.field);
      if (field?.type !== "department") return [value];
      const head = headOf(world, value);
      return head === undefined ? [] : [head];
    }
  }
}

/** The people a node names, those who are here, each once. */
export const peopleOf = (
  node: { readonly id: string; readonly who: ApprovalWho },
  definition: Definition,
  instance: Instance,
  world: World,
): string[] => [...new Set(named(node.who, node.id, definition, instance, world).filter((id) => isHere(world, id)))];

const admins = (world: World): string[] =>
  [...world.people.values()]
    .filter(({ role, active }) => active && role === "admin")
    .map(({ id }) => id)
    .sort();

/** Whom a step asks, by its rules for nobody and for the initiator; when nobody, why. */
export function signersOf(
  step: ApprovalStep,
  definition: Definition,
  instance: Instance,
  world: World,
): { readonly people: string[]; readonly note: NodeNote | null } {
  const { initiator } = instance;
  const found = peopleOf(step, definition, instance, world);
  if (found.length === 0) return { people: whenEmpty(step, world), note: "empty" };
  if (!found.includes(initiator) || step.self === "decide") return { people: found, note: null };
  const others = found.filter((id) => id !== initiator);
  if (step.self === "skip") return { people: others, note: others.length === 0 ? "self" : null };
  const instead = step.self === "manager" ? managersAbove(world, initiator)[0]?.id : headAbove(world, initiator);
  const people = [...new Set(found.flatMap((id) => (id === initiator ? (instead ?? []) : id)))];
  return people.length === 0 ? { people: whenEmpty(step, world), note: "empty" } : { people, note: null };
}

/** The nearest head of a department above who is somebody else. */
function headAbove(world: World, personId: string): string | undefined {
  const own = world.people.get(personId)?.departments[0] ?? null;
  return departmentsUp(world, own)
    .map((id) => headOf(world, id))
    .find((head) => head !== undefined && head !== personId);
}

function whenEmpty({ empty }: ApprovalStep, world: World): string[] {
  if (empty.rule === "person" && isHere(world, empty.id)) return [empty.id];
  return empty.rule === "pass" ? [] : admins(world).slice(0, 1);
}

/** Who decides in the place of somebody: the deputy while absent, else the same person. The initiator is never made a deputy. */
export function deputyOf(world: World, personId: string, initiator: string): string {
  const seen = new Set([personId]);
  let at = personId;
  for (;;) {
    const next = world.deputies.get(at);
    if (next === undefined || seen.has(next) || !isHere(world, next)) return at;
    if (next === initiator) return personId;
    seen.add(next);
    at = next;
  }
}

/** Who takes over the open decisions of somebody who has left: the nearest manager who is not the initiator, else an administrator. */
export const successorOf = (world: World, personId: string, initiator: string): string | undefined =>
  managersAbove(world, personId).find(({ id }) => id !== initiator)?.id ??
  admins(world).find((id) => id !== initiator && id !== personId);
