import type { Context } from "../../context.ts";
import { inTransaction, type Tx } from "../../db/connection.ts";
import { recordEvent } from "../../db/record-event.ts";
import { defineTimer, type Job } from "../../jobs/job.ts";
import { DAY_MS, keptAssignees } from "./model.ts";
import {
  findLead,
  listDeserted,
  listJoined,
  listToRemind,
  lockTask,
  markReminded,
  setAssignees,
  updateTask,
} from "./store.ts";

const BATCH = 100;
const EVERY_MINUTE = "* * * * *";
const EVERY_FIVE_MINUTES = "*/5 * * * *";

/** Reminds a day before a task is due, and says once that it was missed. */
export const createTaskReminders = ({ db }: Pick<Context, "db">): Job =>
  defineTimer("remind-of-tasks", EVERY_MINUTE, async (signal) => {
    const now = Date.now();
    // What was missed needs no reminder before.
    for (const [what, before] of [
      ["overdue", now],
      ["due", now + DAY_MS],
    ] as const) {
      for (;;) {
        const found = await listToRemind(db, what, new Date(before), BATCH);
        for (const { id } of found) await inTransaction(db, (tx) => remind(tx, id, what, new Date(before)));
        if (found.length < BATCH || signal.aborted) break;
      }
    }
  });

async function remind(tx: Tx, id: string, what: "due" | "overdue", before: Date): Promise<void> {
  const task = await lockTask(tx, id, null);
  if (task === undefined || task.state === "done" || task.dueAt === null || task.dueAt > before) return;
  await markReminded(tx, id, what);
  const about = { taskId: id, number: task.number };
  await recordEvent(tx, { kind: "system", name: "remind-of-tasks" }, "task.reminded", { ...about, what });
}

/** Gives tasks of people who left the company or the room to who made them, or to who leads the room. */
export const createTaskHandover = ({ db }: Pick<Context, "db">): Job =>
  defineTimer("hand-over-tasks", EVERY_FIVE_MINUTES, async (signal) => {
    for (;;) {
      const found = await listDeserted(db, BATCH);
      for (const { id } of found) await inTransaction(db, (tx) => handOver(tx, id));
      if (found.length < BATCH || signal.aborted) return;
    }
  });

async function handOver(tx: Tx, id: string): Promise<void> {
  const task = await lockTask(tx, id, null);
  if (task === undefined || task.roomKey === null || task.state === "done") return;
  const joined = new Set(await listJoined(tx, task.roomKey));
  const from = task.assignees.map(({ userId }) => userId);
  const lead = await findLead(tx, task.roomKey);
  const to = keptAssignees(from, (userId) => joined.has(userId), task.creatorId, lead);
  await setAssignees(tx, id, to);
  await updateTask(tx, id, {});
  const about = { taskId: id, number: task.number };
  await recordEvent(tx, { kind: "system", name: "hand-over-tasks" }, "task.assigned", {
    ...about,
    from,
    to,
    reason: "left",
  });
}
