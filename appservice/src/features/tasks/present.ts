import type { Task } from "@portico/contract/tasks.ts";
import type { Actor } from "../../policy/actor.ts";
import { can } from "../../policy/engine.ts";
import { isOverdue, type TaskRecord } from "./model.ts";

/** A task as the API shows it to the asker. */
export function presentTask(task: TaskRecord, actor: Actor, now: Date): Task {
  const { id, number, title, text, state, room, creator, checklist, source, version } = task;
  return {
    id,
    number,
    title,
    text,
    state,
    room,
    creator,
    assignees: [...task.assignees],
    dueAt: task.dueAt?.toISOString() ?? null,
    overdue: isOverdue(task, now),
    checklist,
    source,
    createdAt: task.createdAt.toISOString(),
    doneAt: task.doneAt?.toISOString() ?? null,
    version,
    // A closed room is read only, and so is its board.
    abilities:
      room?.closed === true
        ? []
        : (["task.write", "task.remove"] as const).filter((ability) => can(actor, ability, task)),
  };
}
