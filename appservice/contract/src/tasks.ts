import { z } from "zod";
import { LocalizedText, pageOf, PageQuery, RoomId, Timestamp, UserId } from "./common.ts";
import { defineAbilities, defineErrors, defineTopics, event, notice } from "./declare.ts";
import { AbilityName } from "./names.ts";
import { staffRoles } from "./roles.ts";
import { defineRoutes } from "./routes.ts";

export const taskStates = ["open", "doing", "done"] as const;
export type TaskState = (typeof taskStates)[number];

const Title = z.string().trim().min(1).max(200);
const Text = z.string().trim().max(8_000);
const Step = z.string().trim().min(1).max(200);
const MatrixEventId = z.string().regex(/^\$[^\s]+$/, "must be a Matrix event id starting with $").max(255);

const Named = z.object({ userId: UserId, name: LocalizedText });

export const ChecklistItem = z
  .object({ id: z.uuid(), text: Step, done: z.boolean() })
  .meta({ id: "ChecklistItem", description: "One step of a task" });
export type ChecklistItem = z.infer<typeof ChecklistItem>;

const Source = z.object({ roomId: RoomId, eventId: MatrixEventId });

export const Task = z
  .object({
    id: z.uuid(),
    number: z.number().int().meta({ description: "Counts through the company; people write it T-12" }),
    title: z.string(),
    text: z.string(),
    state: z.enum(taskStates),
    room: z
      .object({ roomId: RoomId, name: LocalizedText, closed: z.boolean() })
      .nullable()
      .meta({ description: "Its members see it; null: personal" }),
    creator: Named,
    assignees: z.array(Named),
    dueAt: Timestamp.nullable(),
    overdue: z.boolean(),
    checklist: z.array(ChecklistItem),
    source: Source.nullable().meta({ description: "The message that it was made from" }),
    createdAt: Timestamp,
    doneAt: Timestamp.nullable(),
    version: z.number().int(),
    abilities: z.array(AbilityName),
  })
  .meta({ id: "Task" });
export type Task = z.infer<typeof Task>;

export const TaskTemplate = z
  .object({
    id: z.uuid(),
    name: z.string(),
    tasks: z.array(
      z.object({
        title: z.string(),
        text: z.string(),
        checklist: z.array(z.string()),
        dueAfterDays: z.number().int().nullable().meta({ description: "After the day on which it is applied" }),
      }),
    ),
    removable: z.boolean(),
  })
  .meta({ id: "TaskTemplate", description: "A set of tasks that a room can take over" });
export type TaskTemplate = z.infer<typeof TaskTemplate>;

const params = z.strictObject({ taskId: z.uuid() });
const expectedVersion = z.number().int().min(1);
const dueAt = Timestamp.nullable();
const assignees = z.array(UserId).max(20);

export const abilities = defineAbilities({
  "task.read": { meaning: "see the tasks of one's rooms and one's own", roles: staffRoles },
  "task.create": { meaning: "make tasks in one's rooms and for oneself", roles: staffRoles },
  "task.write": { meaning: "change and move tasks that one sees", roles: staffRoles },
  "task.remove": { meaning: "delete tasks that one made, or of rooms that one leads", roles: staffRoles },
});

const stream = ({ taskId }: { taskId: string }): string => `task:${taskId}`;
type About = { taskId: string; number: number };

export const events = {
  /** `card`: it is shown in its room. */
  "task.created": event<About & { card: boolean }>(stream),
  "task.shown": event<About>(stream),
  "task.changed": event<About>(stream),
  "task.moved": event<About & { from: TaskState; to: TaskState }>(stream),
  /** Matrix accounts. */
  "task.assigned": event<About & { from: string[]; to: string[]; reason: "chosen" | "left" }>(stream),
  "task.reminded": event<About & { what: "due" | "overdue" }>(stream),
  "task.removed": event<About & { title: string; users: string[] }>(stream),
  "task.template-set": event<{ templateId: string; name: string }>(({ templateId }) => `task-template:${templateId}`),
  "task.template-removed": event<{ templateId: string; name: string }>(
    ({ templateId }) => `task-template:${templateId}`,
  ),
};

type Told = { taskId: string; number: string; title: string };
export const notices = {
  "task.assigned": notice<Told>(),
  "task.due": notice<Told>(),
  "task.overdue": notice<Told>(),
  "task.done": notice<Told>(),
};

export const topics = defineTopics({
  tasks: "task.read",
});

export const errors = defineErrors({
  TASK_ASSIGNEE_OUTSIDE: {
    status: 409,
    message: "Only members of the room can be given its tasks, and a personal task only oneself",
    log: "info",
  },
});

export const routes = defineRoutes({
  "GET /api/tasks": {
    access: "task.read",
    summary: "Tasks that the asker sees: given to one, made by one, or those of a room in the order of its board",
    query: PageQuery.extend({
      view: z.enum(["mine", "created", "all"]).default("all"),
      roomId: RoomId.optional(),
      state: z.enum([...taskStates, "undone"]).optional(),
      due: z.enum(["overdue", "week"]).optional(),
      words: z.string().trim().min(1).max(100).optional(),
    }),
    response: pageOf(Task),
  },
  "POST /api/tasks": {
    access: "task.create",
    summary: "Make a task in a room, shown there as a card, or a personal one; a request id twice gives the same",
    body: z.strictObject({
      requestId: z.uuid(),
      roomId: RoomId.nullable(),
      title: Title,
      text: Text.default(""),
      assignees: assignees.default([]),
      dueAt: dueAt.default(null),
      checklist: z.array(Step).max(50).default([]),
      source: z.strictObject(Source.shape).nullable().default(null),
    }),
    response: Task,
    status: 201,
  },
  "GET /api/tasks/templates": {
    access: "task.create",
    summary: "Sets of tasks that a room can take over",
    response: z.object({ items: z.array(TaskTemplate) }),
  },
  "POST /api/tasks/templates": {
    access: "task.create",
    summary: "Keep the tasks of a room as a template for others",
    body: z.strictObject({ requestId: z.uuid(), name: z.string().trim().min(1).max(80), roomId: RoomId }),
    response: TaskTemplate,
    status: 201,
  },
  "DELETE /api/tasks/templates/{templateId}": {
    access: "task.create",
    summary: "Delete a template that one made; administrators delete any",
    params: z.strictObject({ templateId: z.uuid() }),
    response: z.null(),
    status: 204,
  },
  "POST /api/tasks/templates/{templateId}/uses": {
    access: "task.create",
    summary: "Make all tasks of a template in a room; a request id twice makes them once",
    params: z.strictObject({ templateId: z.uuid() }),
    body: z.strictObject({ requestId: z.uuid(), roomId: RoomId }),
    response: z.object({ items: z.array(Task) }),
    status: 201,
  },
  "GET /api/tasks/{taskId}": {
    access: "task.read",
    summary: "One task, with the message under which it is talked about",
    params,
    response: Task.extend({
      card: MatrixEventId.nullable().meta({ description: "Its card in the room, whose thread are the comments" }),
    }),
  },
  "PUT /api/tasks/{taskId}": {
    access: "task.write",
    summary: "Change what a task says, whose it is and when it is due",
    params,
    body: z.strictObject({
      title: Title,
      text: Text,
      assignees,
      dueAt,
      checklist: z.array(z.strictObject(ChecklistItem.shape)).max(50),
      expectedVersion,
    }),
    response: Task,
  },
  "PUT /api/tasks/{taskId}/checklist/{itemId}": {
    access: "task.write",
    summary: "Tick a step of a task, or take the tick away",
    params: z.strictObject({ taskId: z.uuid(), itemId: z.uuid() }),
    body: z.strictObject({ done: z.boolean() }),
    response: Task,
  },
  "PUT /api/tasks/{taskId}/place": {
    access: "task.write",
    summary: "Move a task on the board: to a state, above another task of it or to its end",
    params,
    body: z.strictObject({ state: z.enum(taskStates), above: z.uuid().nullable(), expectedVersion }),
    response: Task,
  },
  "POST /api/tasks/{taskId}/card": {
    access: "task.write",
    summary: "Show a task in its room, to talk about it; nothing happens when it was",
    params,
    response: Task,
  },
  "DELETE /api/tasks/{taskId}": {
    access: "task.remove",
    summary: "Delete a task",
    params,
    response: z.null(),
    status: 204,
  },
});
