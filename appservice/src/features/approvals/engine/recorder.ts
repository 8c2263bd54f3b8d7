import { apply } from "./apply.ts";
import type { Fact, Instance, Task } from "./types.ts";

interface Opening {
  readonly node: string;
  readonly person: string;
  readonly inPlaceOf: string | null;
  readonly kind: Task["kind"];
  readonly parent: string | null;
  readonly waiting: boolean;
  readonly dueAt: string | null;
}

/** Collects facts and keeps a copy of the instance up to date with them; the given one stays as it is. */
export function createRecorder(given: Instance) {
  const instance = structuredClone(given);
  const facts: Fact[] = [];
  const repeated = new Set<string>();
  const add = (fact: Fact): void => {
    facts.push(fact);
    if (fact.kind === "decided" && fact.cause === "repeat") repeated.add(fact.task);
    apply(instance, fact);
  };
  return {
    instance,
    facts,
    /** Tasks that were decided just now because their people had decided before. */
    repeated,
    add,
    open({ waiting, ...task }: Opening): Task {
      const id = `t${instance.tasks.length + 1}`;
      add({ kind: "opened", task: { id, ...task }, waiting });
      const opened = instance.tasks.at(-1);
      if (opened === undefined) throw new Error("the task that was just opened is missing");
      return opened;
    },
  };
}
export type Recorder = ReturnType<typeof createRecorder>;
