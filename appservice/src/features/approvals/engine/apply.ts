import type { Fact, Instance, Task } from "./types.ts";

const empty = (): Instance => ({
  status: "running",
  initiator: "",
  values: {},
  chosen: {},
  nodes: {},
  tasks: [],
  copied: [],
});

/** The instance that follows from all facts so far, or from further facts on one, which is changed. */
export function instanceOf(facts: Iterable<Fact>, instance: Instance = empty()): Instance {
  for (const fact of facts) apply(instance, fact);
  return instance;
}

/** Changes the instance by one fact. */
export function apply(instance: Instance, fact: Fact): void {
  switch (fact.kind) {
    case "submitted":
      Object.assign(instance, { initiator: fact.initiator, values: fact.values, chosen: fact.chosen });
      return;
    case "resubmitted":
      Object.assign(instance, { status: "running", values: fact.values, chosen: fact.chosen });
      return;
    case "entered":
      instance.nodes[fact.node] = { state: "active", branch: fact.branch, note: null };
      return;
    case "finished":
      instance.nodes[fact.node] = { state: "done", branch: instance.nodes[fact.node]?.branch ?? null, note: fact.note };
      return;
    case "opened":
      instance.tasks.push({ ...fact.task, state: fact.waiting ? "waiting" : "open", stale: false });
      return;
    case "moved": {
      const task = taskOf(instance, fact.task);
      task.inPlaceOf ??= fact.from;
      task.person = fact.to;
      if (task.person === task.inPlaceOf) task.inPlaceOf = null;
      return;
    }
    case "returned":
      taskOf(instance, fact.task).state = "returned";
      if (fact.to === null) instance.status = "returned";
      return;
    case "reset":
      for (const node of fact.nodes) delete instance.nodes[node];
      for (const task of instance.tasks) if (fact.nodes.includes(task.node)) task.stale = true;
      return;
    case "edited":
      instance.values = { ...instance.values, ...fact.values };
      return;
    case "copied":
      instance.copied = [...new Set([...instance.copied, ...fact.people])];
      return;
    case "ended":
      instance.status = fact.outcome;
      return;
    default:
      applyToTask(instance, fact);
  }
}

function applyToTask(instance: Instance, fact: Fact): void {
  if (fact.kind === "activated") taskOf(instance, fact.task).state = "open";
  else if (fact.kind === "suspended") taskOf(instance, fact.task).state = "waiting";
  else if (fact.kind === "closed") taskOf(instance, fact.task).state = "closed";
  else if (fact.kind === "reminded") taskOf(instance, fact.task).dueAt = fact.dueAt;
  else if (fact.kind === "decided") {
    taskOf(instance, fact.task).state = fact.decision === "approve" ? "approved" : "refused";
  }
}

function taskOf(instance: Instance, id: string): Task {
  const task = instance.tasks.find((each) => each.id === id);
  if (task === undefined) throw new Error(`a fact names the task ${id}, which was not opened`);
  return task;
}
