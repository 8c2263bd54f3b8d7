import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { taskStates } from "@portico/contract/tasks.ts";
import { z } from "zod";
import { deterministicId } from "../deterministic-id.ts";
import { type Api, signIn } from "./api.ts";
import type { Loading } from "./loading.ts";
import type { Rooms } from "./rooms.ts";

const Sample = z.strictObject({
  tasks: z.array(
    z.strictObject({
      key: z.string(),
      project: z.string(),
      by: z.string(),
      assignees: z.array(z.string()),
      state: z.enum(taskStates),
      dueDays: z.number().int(),
      title: z.string(),
      text: z.string(),
      checklist: z.array(z.strictObject({ text: z.string(), done: z.boolean() })),
    }),
  ),
});

const DAY_MS = 86_400_000;

/** Tasks in the rooms of projects, made and moved by the people of the project themselves. */
export async function loadTasks(loading: Loading, rooms: Rooms): Promise<void> {
  const { company, settings, transport, users, say, loadedAt } = loading;
  const { tasks } = Sample.parse(JSON.parse(await readFile(join(company.folder, "tasks.json"), "utf8")));
  const sessions = new Map<string, Promise<Api>>();
  const as = (person: string): Promise<Api> => {
    const session = sessions.get(person) ?? signIn(settings, transport, users.of(person).userId);
    sessions.set(person, session);
    return session;
  };
  for (const { key, project, by, assignees, state, dueDays, title, text, checklist } of tasks) {
    const roomId = rooms.roomOf({ project });
    const maker = await as(by);
    const made = await maker.call("POST /api/tasks", {
      body: {
        requestId: deterministicId("sample-task", key),
        roomId,
        title,
        text,
        assignees: assignees.map((who) => users.of(who).userId),
        dueAt: new Date(loadedAt.getTime() + dueDays * DAY_MS).toISOString(),
        checklist: checklist.map((step) => step.text),
      },
    });
    const params = { taskId: made.id };
    let { version } = made;
    for (const [index, item] of made.checklist.entries()) {
      const done = checklist[index]?.done ?? false;
      if (item.done === done) continue;
      const ticked = await maker.call("PUT /api/tasks/{taskId}/checklist/{itemId}", {
        params: { taskId: made.id, itemId: item.id },
        body: { done },
      });
      version = ticked.version;
    }
    if (made.state === state) continue;
    const doer = await as(assignees[0] ?? by);
    await doer.call("PUT /api/tasks/{taskId}/place", { params, body: { state, above: null, expectedVersion: version } });
  }
  say(`tasks: ${tasks.length}`);
}
