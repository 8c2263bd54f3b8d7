import { randomUUID } from "node:crypto";
import type { ChecklistItem, TaskState } from "@portico/contract/tasks.ts";
import type { Context } from "../../context.ts";
import { inTransaction, type Tx } from "../../db/connection.ts";
import { recordEvent } from "../../db/record-event.ts";
import { deterministicId } from "../../deterministic-id.ts";
import { AppError } from "../../errors.ts";
import { type AccountActor, type Actor, requireAccount } from "../../policy/actor.ts";
import { requireAbility, requireVisible } from "../../policy/engine.ts";
import type { TaskRecord } from "./model.ts";
import { presentTask } from "./present.ts";
import {
  deleteTask,
  findCard,
  findRoomOf,
  findTask,
  insertTask,
  listJoined,
  listTasks,
  lockTask,
  placeTask,
  setAssignees,
  type TaskFilter,
  updateTask,
  wasShown,
} from "./store.ts";

interface Draft {
  readonly requestId: string;
  readonly roomId: string | null;
  readonly title: string;
  readonly text: string;
  readonly assignees: readonly string[];
  readonly dueAt: string | null;
  readonly checklist: readonly string[];
  readonly source: { readonly roomId: string; readonly eventId: string } | null;
}

interface Edit {
  readonly title: string;
  readonly text: string;
  readonly assignees: readonly string[];
  readonly dueAt: string | null;
  readonly checklist: readonly ChecklistItem[];
  readonly expectedVersion: number;
}

const dateOf = (text: string | null): Date | null => (text === null ? null : new Date(text));
const about = ({ id, number }: TaskRecord) => ({ taskId: id, number });

/** Tasks of rooms, which their members see, and personal ones. */
export function createTaskService({ db }: Pick<Context, "db">) {
  async function shown(actor: AccountActor, id: string) {
    const task = await findTask(db, id, actor.userId);
    if (task === undefined) throw new AppError("NOT_FOUND", { noun: "task" });
    requireVisible(actor, "task.read", "task", task);
    return presentTask(task, actor, new Date());
  }

  /** Does something with a task that the asker may change, in a room that is open. */
  async function change(
    actor: Actor,
    id: string,
    ability: "task.write" | "task.remove",
    work: (tx: Tx, task: TaskRecord, asker: AccountActor) => Promise<void>,
    expectedVersion?: number,
  ): Promise<AccountActor> {
    const asker = requireAccount(actor);
    await inTransaction(db, async (tx) => {
      const task = await lockTask(tx, id, asker.userId);
      if (task === undefined) throw new AppError("NOT_FOUND", { noun: "task" });
      requireVisible(asker, "task.read", "task", task);
      requireAbility(asker, ability, task);
      if (task.room?.closed === true) throw new AppError("ROOM_ARCHIVED");
      if (expectedVersion !== undefined && task.version !== expectedVersion) throw new AppError("VERSION_CONFLICT");
      await work(tx, task, asker);
    });
    return asker;
  }

  /** Only members of the room, and of a personal task its maker. Whoever had it may keep it until the rule of leavers takes it. */
  async function requireAssignees(tx: Tx, roomKey: string | null, creator: string, wanted: readonly string[]) {
    const allowed = new Set(roomKey === null ? [creator] : await listJoined(tx, roomKey));
    if (!wanted.every((userId) => allowed.has(userId))) throw new AppError("TASK_ASSIGNEE_OUTSIDE");
  }

  return {
    async list(actor: Actor, { cursor, limit, ...filter }: TaskFilter & { cursor?: string | undefined; limit: number }) {
      const asker = requireAccount(actor);
      const offset = cursor === undefined ? 0 : Number(/^\d{1,7}$/.exec(cursor)?.[0] ?? Number.NaN);
      if (Number.isNaN(offset)) {
        const problems = [{ path: "query.cursor", message: "was not given out by this list" }];
        throw new AppError("REQUEST_INVALID", {}, { problems });
      }
      const now = new Date();
      const { items, total } = await listTasks(db, filter, asker.userId, { offset, limit, now });
      const next = offset + items.length;
      return {
        items: items.map((each) => presentTask(each, asker, now)),
        nextCursor: next < total && items.length > 0 ? String(next) : null,
        total,
      };
    },

    async get(actor: Actor, id: string) {
      const task = await shown(requireAccount(actor), id);
      return { ...task, card: task.room === null ? null : await findCard(db, id) };
    },

    async create(actor: Actor, draft: Draft) {
      const asker = requireAccount(actor);
      const id = deterministicId("task", asker.userId, draft.requestId);
      await inTransaction(db, async (tx) => {
        const room = draft.roomId === null ? null : await findRoomOf(tx, draft.roomId, asker.userId);
        if (room === undefined) throw new AppError("NOT_FOUND", { noun: "room" });
        if (room !== null && room.archived_at !== null) throw new AppError("ROOM_ARCHIVED");
        if (room !== null && draft.source !== null && draft.source.roomId !== draft.roomId) {
          // A link to another conversation would tell the room of it.
          const problems = [{ path: "body.source.roomId", message: "must be the room of the task" }];
          throw new AppError("REQUEST_INVALID", {}, { problems });
        }
        const roomKey = room?.key ?? null;
        const assignees = roomKey === null && draft.assignees.length === 0 ? [asker.userId] : draft.assignees;
        await requireAssignees(tx, roomKey, asker.userId, assignees);
        const isNew = await insertTask(tx, {
          id,
          roomKey,
          creator: asker.userId,
          title: draft.title,
          text: draft.text,
          dueAt: dateOf(draft.dueAt),
          checklist: draft.checklist.map((text) => ({ id: randomUUID(), text, done: false })),
          source: draft.source,
        });
        if (!isNew) return;
        await setAssignees(tx, id, assignees);
        const task = await findTask(tx, id, asker.userId);
        if (task === undefined) throw new Error("a task was not kept");
        await recordEvent(tx, asker, "task.created", { ...about(task), card: roomKey !== null });
        if (assignees.length > 0) {
          const to = [...assignees];
          await recordEvent(tx, asker, "task.assigned", { ...about(task), from: [], to, reason: "chosen" });
        }
      });
      return shown(asker, id);
    },

    async edit(actor: Actor, id: string, { expectedVersion, ...edit }: Edit) {
      const asker = await change(
        actor,
        id,
        "task.write",
        async (tx, task, who) => {
          const before = task.assignees.map(({ userId }) => userId);
          const added = edit.assignees.filter((userId) => !before.includes(userId));
          await requireAssignees(tx, task.roomKey, task.creatorId, added);
          const dueAt = dateOf(edit.dueAt);
          const moved = dueAt?.getTime() !== task.dueAt?.getTime();
          await updateTask(tx, id, {
            title: edit.title,
            text: edit.text,
            due_at: dueAt,
            checklist: JSON.stringify(edit.checklist),
            ...(moved && { reminded: null }),
          });
          await recordEvent(tx, who, "task.changed", about(task));
          if (added.length === 0 && before.every((userId) => edit.assignees.includes(userId))) return;
          await setAssignees(tx, id, edit.assignees);
          const to = [...edit.assignees];
          await recordEvent(tx, who, "task.assigned", { ...about(task), from: before, to, reason: "chosen" });
        },
        expectedVersion,
      );
      return shown(asker, id);
    },

    /** Two people may tick different steps at once: no version is expected. */
    async tick(actor: Actor, id: string, itemId: string, done: boolean) {
      const asker = await change(actor, id, "task.write", async (tx, task, who) => {
        const item = task.checklist.find((each) => each.id === itemId);
        if (item === undefined) throw new AppError("NOT_FOUND", { noun: "step" });
        if (item.done === done) return;
        const checklist = task.checklist.map((each) => (each.id === itemId ? { ...each, done } : each));
        await updateTask(tx, id, { checklist: JSON.stringify(checklist) });
        await recordEvent(tx, who, "task.changed", about(task));
      });
      return shown(asker, id);
    },

    async move(
      actor: Actor,
      id: string,
      { state, above, expectedVersion }: { state: TaskState; above: string | null; expectedVersion: number },
    ) {
      const asker = await change(
        actor,
        id,
        "task.write",
        async (tx, task, who) => {
          await placeTask(tx, task, state, above);
          const turned = state !== task.state;
          await updateTask(tx, id, turned ? { state, done_at: state === "done" ? new Date() : null } : {});
          await recordEvent(tx, who, "task.moved", { ...about(task), from: task.state, to: state });
        },
        expectedVersion,
      );
      return shown(asker, id);
    },

    async showCard(actor: Actor, id: string) {
      const asker = await change(actor, id, "task.write", async (tx, task, who) => {
        if (task.roomKey === null) throw new AppError("NOT_FOUND", { noun: "room" });
        if (!(await wasShown(tx, id))) await recordEvent(tx, who, "task.shown", about(task));
      });
      return shown(asker, id);
    },

    async remove(actor: Actor, id: string): Promise<null> {
      await change(actor, id, "task.remove", async (tx, task, who) => {
        const users = task.roomKey === null ? [task.creatorId] : await listJoined(tx, task.roomKey);
        await deleteTask(tx, id);
        await recordEvent(tx, who, "task.removed", { ...about(task), title: task.title, users });
      });
      return null;
    },
  };
}
