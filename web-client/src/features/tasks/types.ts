import type { ResponseOf } from "../../api/types.ts";

export type Task = ResponseOf<"GET /api/tasks">["items"][number];
export type WholeTask = ResponseOf<"GET /api/tasks/{taskId}">;
export type TaskState = Task["state"];
export type TaskTemplate = ResponseOf<"GET /api/tasks/templates">["items"][number];

export const states = ["open", "doing", "done"] as const satisfies readonly TaskState[];
