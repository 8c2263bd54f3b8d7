import type { ChecklistItem, TaskState, TaskTemplate } from "@portico/contract/tasks.ts";
import type { ColumnType, Generated } from "kysely";

export interface TaskTable {
  id: string;
  number: Generated<number>;
  /** null: personal. */
  room_key: string | null;
  /** Matrix account. */
  creator: string;
  title: string;
  text: string;
  state: Generated<TaskState>;
  /** Order on the board, within room and state. */
  place: number;
  due_at: Date | null;
  checklist: ColumnType<ChecklistItem[], string, string>;
  source_room: string | null;
  source_event: string | null;
  /** The last reminder that was given. */
  reminded: ColumnType<"due" | "overdue" | null, undefined, "due" | "overdue" | null>;
  created_at: Generated<Date>;
  done_at: ColumnType<Date | null, undefined, Date | null>;
  version: Generated<number>;
}

export interface TaskAssigneeTable {
  task_id: string;
  user_id: string;
}

export interface TaskTemplateTable {
  id: string;
  name: string;
  creator: string;
  tasks: ColumnType<TaskTemplate["tasks"], string>;
}
