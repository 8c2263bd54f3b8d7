import { html } from "lit";
import { under } from "../../shells/client-feature.ts";
import type { ClientFeature, FeaturePage, NoticeLook } from "../../shells/client-feature.ts";

const page = (path: string): FeaturePage => ({
  path,
  texts: ["tasks"],
  load: async () => import("./page-tasks.ts"),
  render: ({ taskId }) => html`<page-tasks .taskId=${taskId ?? null}></page-tasks>`,
});

const look: NoticeLook = {
  icon: "tasks",
  href: ({ taskId }) => `/work/tasks/${typeof taskId === "string" ? taskId : ""}`,
};

export const feature: ClientFeature = {
  staffPages: [page("/work/tasks"), page("/work/tasks/:taskId")],
  navigation: [
    {
      id: "tasks",
      path: "/work/tasks",
      icon: "tasks",
      label: { en: "Tasks", zh: "任务" },
      order: 44,
      within: "work",
      allowed: (can) => can("task.read"),
      contains: under("/work/tasks"),
    },
  ],
  create: [
    {
      id: "task",
      icon: "tasks",
      label: { en: "Task", zh: "任务" },
      allowed: (can) => can("task.create"),
      run: async () => (await import("./new-task.ts")).newTask(),
    },
  ],
  cards: {
    task: {
      texts: ["tasks"],
      load: async () => import("./task-card.ts"),
      render: (id) => html`<task-card .taskId=${id}></task-card>`,
    },
  },
  objects: { task: { icon: "tasks", label: { en: "Tasks", zh: "任务" } } },
  notices: { "task.assigned": look, "task.due": look, "task.overdue": look, "task.done": look },
};
