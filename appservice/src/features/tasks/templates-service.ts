import { randomUUID } from "node:crypto";
import type { Context } from "../../context.ts";
import { inTransaction, type Tx } from "../../db/connection.ts";
import { recordEvent } from "../../db/record-event.ts";
import { deterministicId } from "../../deterministic-id.ts";
import { AppError } from "../../errors.ts";
import { type Actor, requireAccount } from "../../policy/actor.ts";
import { DAY_MS, daysAfter } from "./model.ts";
import { presentTask } from "./present.ts";
import { findRoomOf, findTask, insertTask, listTasks } from "./store.ts";
import { deleteTemplate, findTemplate, insertTemplate, listTemplates } from "./templates-store.ts";

/** As many tasks as one template holds. */
const MOST_TASKS = 100;

/** Sets of tasks: kept from a room, made anew in another. */
export function createTemplateService({ db }: Pick<Context, "db">) {
  async function openRoom(tx: Tx, roomId: string, userId: string): Promise<string> {
    const room = await findRoomOf(tx, roomId, userId);
    if (room === undefined) throw new AppError("NOT_FOUND", { noun: "room" });
    if (room.archived_at !== null) throw new AppError("ROOM_ARCHIVED");
    return room.key;
  }

  const list = async (actor: Actor) => {
    const { userId, role } = requireAccount(actor);
    const items = await listTemplates(db);
    return {
      items: items.map(({ id, name, tasks, creator }) => ({
        id,
        name,
        tasks,
        removable: creator === userId || role === "admin",
      })),
    };
  };

  return {
    list,

    /** What a room's tasks say, without who did them and when. */
    async keep(actor: Actor, { requestId, name, roomId }: { requestId: string; name: string; roomId: string }) {
      const asker = requireAccount(actor);
      const id = deterministicId("task-template", asker.userId, requestId);
      await inTransaction(db, async (tx) => {
        if ((await findRoomOf(tx, roomId, asker.userId)) === undefined) throw new AppError("NOT_FOUND", { noun: "room" });
        const page = { offset: 0, limit: MOST_TASKS, now: new Date() };
        const { items } = await listTasks(tx, { view: "all", roomId }, asker.userId, page);
        const start = new Date(Math.min(...items.map(({ createdAt }) => createdAt.getTime())));
        const tasks = items
          .toSorted((a, b) => a.number - b.number)
          .map(({ title, text, checklist, dueAt }) => ({
            title,
            text,
            checklist: checklist.map((item) => item.text),
            dueAfterDays: dueAt === null ? null : daysAfter(start, dueAt),
          }));
        if (!(await insertTemplate(tx, { id, name, creator: asker.userId, tasks }))) return;
        await recordEvent(tx, asker, "task.template-set", { templateId: id, name });
      });
      const kept = (await list(asker)).items.find((each) => each.id === id);
      if (kept === undefined) throw new Error("a template was not kept");
      return kept;
    },

    async remove(actor: Actor, id: string): Promise<null> {
      const asker = requireAccount(actor);
      await inTransaction(db, async (tx) => {
        const template = await findTemplate(tx, id);
        if (template === undefined) throw new AppError("NOT_FOUND", { noun: "template" });
        if (template.creator !== asker.userId && asker.role !== "admin") {
          throw new AppError("ABILITY_MISSING", { ability: "task.create", rule: "only who kept it, or an administrator" });
        }
        await deleteTemplate(tx, id);
        await recordEvent(tx, asker, "task.template-removed", { templateId: id, name: template.name });
      });
      return null;
    },

    /** Makes its tasks in the room, all or none. They are not shown as cards, which would flood the conversation. */
    async use(actor: Actor, id: string, { requestId, roomId }: { requestId: string; roomId: string }) {
      const asker = requireAccount(actor);
      const made: string[] = [];
      const now = new Date();
      await inTransaction(db, async (tx) => {
        const roomKey = await openRoom(tx, roomId, asker.userId);
        const template = await findTemplate(tx, id);
        if (template === undefined) throw new AppError("NOT_FOUND", { noun: "template" });
        for (const [index, { title, text, checklist, dueAfterDays }] of template.tasks.entries()) {
          const taskId = deterministicId("task-of-template", asker.userId, requestId, String(index));
          made.push(taskId);
          const isNew = await insertTask(tx, {
            id: taskId,
            roomKey,
            creator: asker.userId,
            title,
            text,
            dueAt: dueAfterDays === null ? null : new Date(now.getTime() + dueAfterDays * DAY_MS),
            checklist: checklist.map((step) => ({ id: randomUUID(), text: step, done: false })),
            source: null,
          });
          const task = await findTask(tx, taskId, asker.userId);
          if (!isNew || task === undefined) continue;
          await recordEvent(tx, asker, "task.created", { taskId, number: task.number, card: false });
        }
      });
      const tasks = await Promise.all(made.map((taskId) => findTask(db, taskId, asker.userId)));
      return { items: tasks.flatMap((task) => (task === undefined ? [] : [presentTask(task, asker, now)])) };
    },
  };
}
