import type { FormValues } from "@portico/contract/approvals-values.ts";
import { allNodes, findNode, fromNodeOn } from "./nodes.ts";
import { advance, dueFrom } from "./advance.ts";
import { instanceOf } from "./apply.ts";
import { deputyOf, managersAbove, successorOf } from "./people.ts";
import { createRecorder, type Recorder } from "./recorder.ts";
import type { Command, Definition, Instance, Outcome, Task, World } from "./types.ts";

interface Submission {
  readonly initiator: string;
  readonly values: FormValues;
  readonly chosen: Record<string, readonly string[]>;
}

/** Begins a request: what happens up to the first decision that somebody has to take. */
export function begin(definition: Definition, submission: Submission, world: World): Outcome {
  const recorder = createRecorder(instanceOf([]));
  recorder.add({ kind: "submitted", ...submission });
  advance(recorder, definition, world);
  const missing = missingChoice(definition, recorder.instance, world);
  return missing === undefined ? { facts: recorder.facts } : { refused: "choice-missing", node: missing };
}

/** The instance when everybody who is asked from now on approves. */
export function allApproved(definition: Definition, instance: Instance, world: World): Instance {
  const recorder = createRecorder(instance);
  advance(recorder, definition, world);
  for (;;) {
    const task = recorder.instance.tasks.find(({ state, stale }) => state === "open" && !stale);
    if (recorder.instance.status !== "running" || task === undefined) return recorder.instance;
    recorder.add({ kind: "decided", task: task.id, person: task.person, decision: "approve", cause: "person" });
    advance(recorder, definition, world);
  }
}

/** A step on the way of this request whose people the initiator was to choose, but did not. */
function missingChoice(definition: Definition, instance: Instance, world: World): string | undefined {
  const { nodes, chosen } = allApproved(definition, instance, world);
  return allNodes(definition.nodes).find(
    (node) =>
      "mode" in node &&
      node.who.kind === "chosen" &&
      nodes[node.id] !== undefined &&
      (chosen[node.id] ?? []).length === 0,
  )?.id;
}

/**
 * What a command brings about. Pure: the same definition, instance, command and
 * world give the same facts. `by` is null for the clock and the directory.
 */
export function interpret(
  definition: Definition,
  instance: Instance,
  command: Command,
  by: string | null,
  world: World,
): Outcome {
  const recorder = createRecorder(instance);
  const refused = carryOut(command, by, recorder, definition, world);
  if (refused !== undefined) return { refused };
  advance(recorder, definition, world);
  return { facts: recorder.facts };
}

type Refused = Extract<Outcome, { refused: unknown }>["refused"] | undefined;

function carryOut(
  command: Command,
  by: string | null,
  recorder: Recorder,
  definition: Definition,
  world: World,
): Refused {
  const { instance } = recorder;
  switch (command.kind) {
    case "comment":
      recorder.add({ kind: "commented" });
      return undefined;
    case "copy":
      if (!command.people.every((id) => world.people.get(id)?.active === true)) return "unknown-person";
      recorder.add({ kind: "copied", node: null, people: command.people });
      return undefined;
    case "withdraw":
      return withdraw(by, recorder);
    case "resubmit":
      if (by !== instance.initiator) return "not-yours";
      if (instance.status !== "returned") return "over";
      recorder.add({ kind: "resubmitted", values: command.values, chosen: command.chosen });
      return missingChoice(definition, instance, world) === undefined ? undefined : "choice-missing";
    case "urge":
      return urge(by, recorder);
    case "replace":
      return replace(command.person, command.why, recorder, world);
    default:
      return onTask(command, by, recorder, definition, world);
  }
}

type TaskCommand = Extract<Command, { task: string }>;

function onTask(
  command: TaskCommand,
  by: string | null,
  recorder: Recorder,
  definition: Definition,
  world: World,
): Refused {
  const { instance } = recorder;
  if (instance.status !== "running") return "over";
  const task = instance.tasks.find(({ id }) => id === command.task);
  if (task === undefined || (by !== null && task.person !== by)) return "not-yours";
  if (task.state !== "open" || task.stale) return "over";
  switch (command.kind) {
    case "approve":
      if (command.values !== null) recorder.add({ kind: "edited", values: command.values });
      recorder.add({ kind: "decided", task: task.id, person: task.person, decision: "approve", cause: "person" });
      return undefined;
    case "refuse":
      refuse(task, "person", recorder);
      return undefined;
    case "return":
      return sendBack(task, command, recorder, definition);
    case "pass-on":
      if (!canTake(command.person, task, world)) return "unknown-person";
      recorder.add({ kind: "moved", task: task.id, from: task.person, to: command.person, why: "passed-on" });
      return undefined;
    case "add-signer":
      return addSigner(task, command, recorder, definition, world);
    case "overdue":
      return overdue(task, recorder, definition, world);
  }
}

const canTake = (person: string, task: Task, world: World): boolean =>
  person !== task.person && world.people.get(person)?.active === true;

const pending = ({ tasks }: Instance): Task[] =>
  tasks.filter(({ state, stale }) => !stale && (state === "open" || state === "waiting"));

function end(recorder: Recorder, outcome: "refused" | "withdrawn"): void {
  for (const task of pending(recorder.instance)) recorder.add({ kind: "closed", task: task.id, why: "ended" });
  recorder.add({ kind: "ended", outcome });
}

function refuse(task: Task, cause: "person" | "deadline", recorder: Recorder): void {
  recorder.add({ kind: "decided", task: task.id, person: task.person, decision: "refuse", cause });
  end(recorder, "refused");
}

function withdraw(by: string | null, recorder: Recorder): Refused {
  const { instance } = recorder;
  if (by !== null && by !== instance.initiator) return "not-yours";
  if (instance.status !== "running" && instance.status !== "returned") return "over";
  end(recorder, "withdrawn");
  return undefined;
}

function urge(by: string | null, recorder: Recorder): Refused {
  const { instance } = recorder;
  if (by !== instance.initiator) return "not-yours";
  const people = instance.tasks.filter(({ state, stale }) => state === "open" && !stale).map(({ person }) => person);
  if (instance.status !== "running" || people.length === 0) return "over";
  recorder.add({ kind: "urged", people: [...new Set(people)] });
  return undefined;
}

/**
 * Back to the initiator or to an earlier step. Afterwards the route goes on
 * where it was sent back from, or through all steps from there on once more.
 */
function sendBack(
  task: Task,
  { to, afterwards }: Extract<Command, { kind: "return" }>,
  recorder: Recorder,
  { nodes }: Definition,
): Refused {
  const { instance } = recorder;
  const target = to === null ? { again: allNodes(nodes).map(({ id }) => id), around: [] } : fromNodeOn(nodes, to);
  const step = to === null ? undefined : findNode(nodes, to);
  const reached = (id: string) => instance.nodes[id] !== undefined;
  if (
    target === undefined ||
    (to !== null &&
      (to === task.node || step === undefined || !("mode" in step) || instance.nodes[to]?.state !== "done"))
  ) {
    return "not-reached";
  }
  if (!target.again.includes(task.node)) return "not-reached";
  const forks = new Set(
    allNodes(nodes)
      .filter(({ kind }) => kind === "condition" || kind === "parallel")
      .map(({ id }) => id),
  );
  // Steps under way are asked again in any case; those that are done only when all is done again.
  const reset = target.again.filter((id) => {
    if (!reached(id)) return false;
    if (afterwards === "again") return true;
    return id === to || (!forks.has(id) && instance.nodes[id]?.state === "active");
  });
  recorder.add({ kind: "returned", task: task.id, to, afterwards });
  for (const each of pending(instance)) {
    if (reset.includes(each.node)) recorder.add({ kind: "closed", task: each.id, why: "returned" });
  }
  recorder.add({ kind: "reset", nodes: reset });
  for (const id of target.around) {
    const fork = instance.nodes[id];
    if (fork?.state === "done") recorder.add({ kind: "entered", node: id, branch: fork.branch });
  }
  return undefined;
}

function addSigner(
  task: Task,
  { person, when }: Extract<Command, { kind: "add-signer" }>,
  recorder: Recorder,
  definition: Definition,
  world: World,
): Refused {
  const { instance } = recorder;
  const taken = instance.tasks.some(
    (each) => each.node === task.node && !each.stale && each.person === person && each.state !== "closed",
  );
  if (taken || !canTake(person, task, world)) return "unknown-person";
  const step = findNode(definition.nodes, task.node);
  const dueAt = step !== undefined && "deadline" in step ? dueFrom(step, world) : null;
  const stand = deputyOf(world, person, instance.initiator);
  recorder.open({
    node: task.node,
    person: stand,
    inPlaceOf: stand === person ? null : person,
    kind: when,
    parent: task.id,
    waiting: false,
    dueAt,
  });
  if (when === "before") recorder.add({ kind: "suspended", task: task.id });
  // Who adds somebody after has approved by doing so.
  else recorder.add({ kind: "decided", task: task.id, person: task.person, decision: "approve", cause: "person" });
  return undefined;
}

function overdue(task: Task, recorder: Recorder, definition: Definition, world: World): Refused {
  const step = findNode(definition.nodes, task.node);
  if (step === undefined || !("deadline" in step) || step.deadline === null || task.dueAt === null) return "over";
  if (Date.parse(task.dueAt) > world.now.getTime()) return "over";
  const dueAt = dueFrom(step, world) ?? "";
  if (step.deadline.action === "approve") {
    recorder.add({ kind: "decided", task: task.id, person: task.person, decision: "approve", cause: "deadline" });
  } else if (step.deadline.action === "refuse") refuse(task, "deadline", recorder);
  else {
    const next = managersAbove(world, task.person).find(({ id }) => id !== recorder.instance.initiator)?.id;
    // Nobody is above: then it is a reminder.
    if (step.deadline.action === "pass-on" && next !== undefined) {
      recorder.add({ kind: "moved", task: task.id, from: task.person, to: next, why: "deadline" });
    }
    recorder.add({ kind: "reminded", task: task.id, person: task.person, dueAt });
  }
  return undefined;
}

/** Moves what somebody who has left, or is absent, was to decide. Whoever is asked at the step already is not asked twice. */
function replace(person: string, why: "left" | "absent", recorder: Recorder, world: World): Refused {
  const { instance } = recorder;
  const held = instance.status === "running" ? pending(instance).filter((task) => task.person === person) : [];
  let moved = false;
  for (const task of held) {
    const to =
      why === "left" ? successorOf(world, person, instance.initiator) : deputyOf(world, person, instance.initiator);
    if (to === undefined || to === person) continue;
    moved = true;
    recorder.add({ kind: "moved", task: task.id, from: person, to, why });
  }
  if (why === "left" && instance.initiator === person && instance.status === "returned") {
    end(recorder, "withdrawn");
    return undefined;
  }
  return moved ? undefined : "nobody-open";
}
