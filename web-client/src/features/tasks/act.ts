import { api } from "../../api/client.ts";
import { errorText } from "../../api/error-text.ts";
import { showToast } from "../../components/toasts.ts";
import type { Task, TaskState } from "./types.ts";

/** Puts a task into a column, above another of it or at its end; null when that is refused, which is said. */
export async function move(task: Task, state: TaskState, above: string | null = null): Promise<Task | null> {
  try {
    return await api.call("PUT /api/tasks/{taskId}/place", {
      params: { taskId: task.id },
      body: { state, above, expectedVersion: task.version },
    });
  } catch (error) {
    showToast(errorText(error), "danger");
    return null;
  }
}

/** Ticks a step or takes the tick away. */
export async function tick(task: Task, itemId: string, done: boolean): Promise<Task | null> {
  try {
    return await api.call("PUT /api/tasks/{taskId}/checklist/{itemId}", {
      params: { taskId: task.id, itemId },
      body: { done },
    });
  } catch (error) {
    showToast(errorText(error), "danger");
    return null;
  }
}
