import type { LocalizedText } from "@portico/contract/common.ts";
import type { ChecklistItem, TaskState } from "@portico/contract/tasks.ts";
import type { TaskSubject } from "../../policy/rules/tasks.ts";

export interface NamedAccount {
  readonly userId: string;
  readonly name: LocalizedText;
}

/** A task with everything that answers tell of it, as one asker sees it. */
export interface TaskRecord extends TaskSubject {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  readonly text: string;
  readonly state: TaskState;
  readonly roomKey: string | null;
  readonly room: { readonly roomId: string; readonly name: LocalizedText; readonly closed: boolean } | null;
  readonly creator: NamedAccount;
  readonly assignees: readonly NamedAccount[];
  readonly dueAt: Date | null;
  readonly checklist: ChecklistItem[];
  readonly source: { readonly roomId: string; readonly eventId: string } | null;
  readonly createdAt: Date;
  readonly doneAt: Date | null;
  readonly version: number;
}

export const DAY_MS = 86_400_000;

export const isOverdue = ({ state, dueAt }: Pick<TaskRecord, "state" | "dueAt">, now: Date): boolean =>
  state !== "done" && dueAt !== null && dueAt <= now;

/** Which of the assignees are still there, and who takes their place when nobody is: the creator, or who leads the room. */
export function keptAssignees(
  assignees: readonly string[],
  stays: (userId: string) => boolean,
  creator: string,
  lead: string | null,
): string[] {
  const kept = assignees.filter(stays);
  if (kept.length > 0) return kept;
  if (stays(creator)) return [creator];
  return lead === null ? [] : [lead];
}

/** Whole days from when a room's plan began until a task is due, for a template. */
export const daysAfter = (start: Date, dueAt: Date): number =>
  Math.min(3_650, Math.max(0, Math.round((dueAt.getTime() - start.getTime()) / DAY_MS)));
