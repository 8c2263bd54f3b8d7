import type { Locale } from "@portico/contract/common.ts";
import { OBJECT_FIELD } from "@portico/contract/matrix.ts";
import type { Db } from "../../db/connection.ts";
import type { RecordedEvent } from "../../outbox/consumer.ts";
import type { Change, Notice, Outbox, RoomMessage } from "../../outbox/reactions.ts";
import type { TaskRecord } from "./model.ts";
import { findTask, listJoined } from "./store.ts";

type AboutOne =
  | "task.created"
  | "task.shown"
  | "task.changed"
  | "task.moved"
  | "task.assigned"
  | "task.reminded";

/** Whoever sees the task: of a room its members, otherwise who made it. */
const audience = async (db: Db, task: TaskRecord): Promise<string[]> =>
  task.roomKey === null ? [task.creatorId] : listJoined(db, task.roomKey);

async function changes({ payload }: RecordedEvent<AboutOne>, db: Db): Promise<Change[]> {
  const task = await findTask(db, payload.taskId, null);
  if (task === undefined) return [];
  const gone = "from" in payload && typeof payload.from !== "string" ? payload.from : [];
  const users = [...new Set([...(await audience(db, task)), ...gone])];
  const whose = [...new Set([...task.assignees.map(({ userId }) => userId), ...gone])];
  return [
    { topic: "tasks", ids: [task.id], users },
    { topic: "inbox", users: whose },
  ];
}

const fieldsOf = ({ id, number, title }: TaskRecord) => ({ taskId: id, number: String(number), title });

/** Nobody is told what he did himself. */
const others = (userIds: readonly string[], actor: string): string[] => userIds.filter((userId) => userId !== actor);

async function assigned({ payload, actor }: RecordedEvent<"task.assigned">, db: Db): Promise<Notice[]> {
  const task = await findTask(db, payload.taskId, null);
  if (task === undefined) return [];
  const now = payload.to.filter((userId) => !payload.from.includes(userId));
  return others(now, actor).map((userId) => ({ kind: "task.assigned", userId, fields: fieldsOf(task) }));
}

async function reminded({ payload }: RecordedEvent<"task.reminded">, db: Db): Promise<Notice[]> {
  const task = await findTask(db, payload.taskId, null);
  if (task === undefined) return [];
  const kind = payload.what === "due" ? "task.due" : "task.overdue";
  return task.assignees.map(({ userId }) => ({ kind, userId, fields: fieldsOf(task) }));
}

/** Who made a task hears that somebody else has done it, as long as he sees it. */
async function done({ payload, actor }: RecordedEvent<"task.moved">, db: Db): Promise<Notice[]> {
  if (payload.to !== "done" || payload.from === "done") return [];
  const task = await findTask(db, payload.taskId, null);
  if (task === undefined || !(await audience(db, task)).includes(task.creatorId)) return [];
  return others([task.creatorId], actor).map((userId) => ({ kind: "task.done", userId, fields: fieldsOf(task) }));
}

/** The card in the room, whose thread are the comments. */
const card = (locale: Locale, webUrl: string) => async (taskId: string, db: Db): Promise<RoomMessage[]> => {
  const task = await findTask(db, taskId, null);
  if (task === undefined || task.room === null) return [];
  const { id, number, title, room, creator } = task;
  const words =
    locale === "zh" ? `${creator.name.zh}：任务 T-${number} ${title}` : `${creator.name.en}: task T-${number} ${title}`;
  return [
    {
      roomId: room.roomId,
      content: {
        msgtype: "m.notice",
        body: `${words} ${webUrl}/work/tasks/${id}`,
        [OBJECT_FIELD]: { kind: "task", id },
        "m.mentions": {},
      },
    },
  ];
};

export const createTasksOutbox = (locale: Locale, webUrl: string): Outbox => {
  const show = card(locale, webUrl);
  return {
    "task.created": {
      changes,
      messages: ({ payload }, db) => (payload.card ? show(payload.taskId, db) : []),
    },
    "task.shown": { changes, messages: ({ payload }, db) => show(payload.taskId, db) },
    "task.changed": { changes },
    "task.moved": { changes, notices: done },
    "task.assigned": { changes, notices: assigned },
    "task.reminded": { changes, notices: reminded },
    "task.removed": {
      changes: ({ payload: { taskId, users } }) => [
        { topic: "tasks", ids: [taskId], users },
        { topic: "inbox", users },
      ],
    },
  };
};
