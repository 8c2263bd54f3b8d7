import type { Actor } from "../actor.ts";
import type { Decision } from "../engine.ts";

/** What the rules about tasks look at. */
export interface TaskSubject {
  /** Matrix account of who made it. */
  readonly creatorId: string;
  readonly personal: boolean;
  /** The asker is in its room in Matrix. */
  readonly joined: boolean;
  /** The asker leads its room. */
  readonly leads: boolean;
}

const made = (actor: Actor, { creatorId }: TaskSubject): boolean =>
  actor.kind !== "operator" && actor.userId === creatorId;

const read = (actor: Actor, task: TaskSubject): Decision => {
  if (task.personal) {
    return made(actor, task)
      ? { allowed: true, rule: "personal tasks are for who made them" }
      : { allowed: false, rule: "a personal task is somebody else's" };
  }
  return task.joined
    ? { allowed: true, rule: "who is in the room sees its tasks" }
    : { allowed: false, rule: "only who is in the room" };
};

export const taskRules = {
  "task.read": read,
  "task.write": read,
  "task.remove": (actor: Actor, task: TaskSubject): Decision => {
    const seen = read(actor, task);
    if (!seen.allowed) return seen;
    return made(actor, task) || task.leads
      ? { allowed: true, rule: "who made a task, or leads its room, deletes it" }
      : { allowed: false, rule: "only who made it, or leads the room" };
  },
};
