import { routes } from "@portico/contract/tasks.ts";
import type { Context } from "../../context.ts";
import { defineFeature } from "../../http/define.ts";
import { tasksInbox } from "./inbox.ts";
import { createTaskHandover, createTaskReminders } from "./jobs.ts";
import { createTasksOutbox } from "./outbox.ts";
import { createTaskService } from "./service.ts";
import { createTemplateService } from "./templates-service.ts";

/** Tasks of rooms and of persons. */
export const createTasksFeature = (context: Context) => {
  const service = createTaskService(context);
  const templates = createTemplateService(context);
  return defineFeature({
    name: "tasks",
    routes,
    handlers: {
      "GET /api/tasks": ({ actor, query }) => service.list(actor, query),
      "POST /api/tasks": ({ actor, body }) => service.create(actor, body),
      "GET /api/tasks/templates": ({ actor }) => templates.list(actor),
      "POST /api/tasks/templates": ({ actor, body }) => templates.keep(actor, body),
      "DELETE /api/tasks/templates/{templateId}": ({ actor, params }) => templates.remove(actor, params.templateId),
      "POST /api/tasks/templates/{templateId}/uses": ({ actor, params, body }) =>
        templates.use(actor, params.templateId, body),
      "GET /api/tasks/{taskId}": ({ actor, params }) => service.get(actor, params.taskId),
      "PUT /api/tasks/{taskId}": ({ actor, params, body }) => service.edit(actor, params.taskId, body),
      "PUT /api/tasks/{taskId}/checklist/{itemId}": ({ actor, params, body }) =>
        service.tick(actor, params.taskId, params.itemId, body.done),
      "PUT /api/tasks/{taskId}/place": ({ actor, params, body }) => service.move(actor, params.taskId, body),
      "POST /api/tasks/{taskId}/card": ({ actor, params }) => service.showCard(actor, params.taskId),
      "DELETE /api/tasks/{taskId}": ({ actor, params }) => service.remove(actor, params.taskId),
    },
    outbox: createTasksOutbox(context.settings.locale, context.settings.webUrl),
    inbox: tasksInbox,
    jobs: [createTaskReminders(context), createTaskHandover(context)],
  });
};
