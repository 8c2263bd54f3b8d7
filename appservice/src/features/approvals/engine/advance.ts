import type { ApprovalNode, ApprovalStep } from "@portico/contract/approvals-form.ts";
import { holds } from "@portico/contract/approvals-values.ts";
import { isFork } from "./nodes.ts";
import { deputyOf, initiatorFacts, peopleOf, signersOf } from "./people.ts";
import type { Recorder } from "./recorder.ts";
import type { Definition, Task, World } from "./types.ts";

const HOUR_MS = 3_600_000;

/** Brings a running request as far as it goes without anybody deciding; ends it when the route is through. */
export function advance(recorder: Recorder, definition: Definition, world: World): void {
  if (recorder.instance.status !== "running") return;
  const through = walk(definition.nodes, recorder, definition, world);
  // A step may have decided by itself, as one who has signed before does.
  if (through && recorder.instance.status === "running") recorder.add({ kind: "ended", outcome: "approved" });
}

/** True when all of these nodes are done. */
function walk(nodes: readonly ApprovalNode[], recorder: Recorder, definition: Definition, world: World): boolean {
  for (const node of nodes) {
    if (recorder.instance.nodes[node.id]?.state === "done") continue;
    if (!visit(node, recorder, definition, world)) return false;
  }
  return true;
}

function visit(node: ApprovalNode, recorder: Recorder, definition: Definition, world: World): boolean {
  const { instance } = recorder;
  const reached = instance.nodes[node.id];
  if (isFork(node)) {
    if (reached === undefined)
      recorder.add({ kind: "entered", node: node.id, branch: chooseBranch(node, recorder, definition, world) });
    const taken = instance.nodes[node.id]?.branch ?? null;
    const branches = node.kind === "parallel" ? node.branches : node.branches.filter(({ id }) => id === taken);
    // Every branch goes on, whether or not the one before it is through.
    const through = branches.map((branch) => walk(branch.nodes, recorder, definition, world)).every(Boolean);
    if (through) recorder.add({ kind: "finished", node: node.id, note: null });
    return through;
  }
  if (reached === undefined) recorder.add({ kind: "entered", node: node.id, branch: null });
  if (node.kind === "copy") {
    const people = peopleOf(node, definition, instance, world).filter((id) => id !== instance.initiator);
    if (people.length > 0) recorder.add({ kind: "copied", node: node.id, people });
    recorder.add({ kind: "finished", node: node.id, note: null });
    return true;
  }
  if (reached === undefined) open(node, recorder, definition, world);
  return settle(node, recorder);
}

function chooseBranch(
  node: Extract<ApprovalNode, { branches: unknown }>,
  { instance }: Recorder,
  definition: Definition,
  world: World,
): string | null {
  if (node.kind === "parallel") return null;
  const facts = initiatorFacts(world, instance.initiator);
  const taken = node.branches.find(
    ({ when }) => when === null || holds(when, definition.fields, instance.values, facts),
  );
  return taken?.id ?? null;
}

/** Asks the people of a step. Whoever has approved before, where once is enough, has approved. */
function open(step: ApprovalStep, recorder: Recorder, definition: Definition, world: World): void {
  const { instance } = recorder;
  const { people, note } = signersOf(step, definition, instance, world);
  if (people.length === 0) {
    recorder.add({ kind: "finished", node: step.id, note });
    return;
  }
  const asked = new Map<string, string>();
  for (const id of people) {
    const person = deputyOf(world, id, instance.initiator);
    if (!asked.has(person)) asked.set(person, id);
  }
  const before = new Set(
    instance.tasks
      .filter(({ state, stale, node }) => state === "approved" && !stale && node !== step.id)
      .map(({ person }) => person),
  );
  const opened: Task[] = [];
  for (const [person, original] of asked) {
    const waiting = step.mode === "order" && opened.length > 0;
    opened.push(
      recorder.open({
        node: step.id,
        person,
        inPlaceOf: person === original ? null : original,
        kind: "main",
        parent: null,
        waiting,
        dueAt: waiting ? null : dueFrom(step, world),
      }),
    );
  }
  if (!definition.once || step.kind !== "approve") return;
  for (const task of opened) {
    if (!before.has(task.person)) continue;
    if (task.state === "waiting") recorder.add({ kind: "activated", task: task.id });
    recorder.add({ kind: "decided", task: task.id, person: task.person, decision: "approve", cause: "repeat" });
  }
}

export const dueFrom = (step: ApprovalStep, world: World): string | null =>
  step.deadline === null ? null : new Date(world.now.getTime() + step.deadline.hours * HOUR_MS).toISOString();

const isPending = ({ state }: Task): boolean => state === "open" || state === "waiting";

/** Draws the conclusion from what has been decided at a step; true when it is done. */
function settle(step: ApprovalStep, recorder: Recorder): boolean {
  const { instance } = recorder;
  if (instance.nodes[step.id]?.state === "done") return true;
  const tasks = instance.tasks.filter(({ node, stale }) => node === step.id && !stale);
  const mains = tasks.filter(({ kind }) => kind === "main");
  // Those who were added before have spoken: whoever added them goes on.
  for (const task of tasks) {
    if (task.state !== "waiting" || !tasks.some(({ kind, parent }) => kind === "before" && parent === task.id))
      continue;
    if (!tasks.some((each) => each.kind === "before" && each.parent === task.id && isPending(each))) {
      recorder.add({ kind: "activated", task: task.id });
    }
  }
  const satisfied =
    step.mode === "any"
      ? mains.some(({ state }) => state === "approved")
      : mains.every(({ state }) => state === "approved");
  const after = tasks.some((task) => task.kind === "after" && isPending(task));
  if (!satisfied) {
    if (step.mode === "order" && !after && !mains.some(({ state }) => state === "open"))
      activateNext(tasks, mains, recorder);
    return false;
  }
  for (const task of freed(tasks)) recorder.add({ kind: "closed", task: task.id, why: "others" });
  if (after) return false;
  const repeated = mains.every(({ id }) => recorder.repeated.has(id));
  recorder.add({ kind: "finished", node: step.id, note: repeated ? "repeat" : null });
  return true;
}

/** Those who need not decide any more at a step that has its decision: the other main ones, and whoever was added before them. */
function freed(tasks: readonly Task[]): Task[] {
  const found = new Set<string>();
  // A task comes after the one that it was added to.
  for (const task of tasks) {
    const needless = task.kind === "main" || (task.kind === "before" && found.has(task.parent ?? ""));
    if (needless && isPending(task)) found.add(task.id);
  }
  return tasks.filter(({ id }) => found.has(id));
}

function activateNext(tasks: readonly Task[], mains: readonly Task[], recorder: Recorder): void {
  const next = mains.find(({ state }) => state === "waiting");
  if (next === undefined) return;
  const held = tasks.some((each) => each.kind === "before" && each.parent === next.id && isPending(each));
  if (!held) recorder.add({ kind: "activated", task: next.id });
}
