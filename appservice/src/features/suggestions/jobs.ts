import type { Context } from "../../context.ts";
import { inTransaction, type Tx } from "../../db/connection.ts";
import { recordEvent } from "../../db/record-event.ts";
import { defineTimer, type Job } from "../../jobs/job.ts";
import { dueFrom, isOpen } from "./model.ts";
import { listStuck, lockSuggestion, updateSuggestion } from "./store.ts";
import { findColleague, findTopic, headAbove } from "./topics/store.ts";

const BATCH = 50;
const EVERY_FIVE_MINUTES = "*/5 * * * *";
/** A longer chain of superiors than any company has; a cycle ends here. */
const MOST_LEVELS = 20;

/** Gives overdue suggestions, and those of owners who left, to the next superior. */
export const createEscalation = ({ db }: Pick<Context, "db">): Job =>
  defineTimer("escalate-suggestions", EVERY_FIVE_MINUTES, async (signal) => {
    for (;;) {
      const stuck = await listStuck(db, new Date(), BATCH);
      for (const { id } of stuck) await inTransaction(db, (tx) => escalate(tx, id, new Date()));
      if (stuck.length < BATCH || signal.aborted) return;
    }
  });

async function escalate(tx: Tx, id: string, now: Date): Promise<void> {
  const suggestion = await lockSuggestion(tx, id);
  if (suggestion === undefined || !isOpen(suggestion.state)) return;
  const owner = await findColleague(tx, suggestion.ownerId);
  const left = owner?.state === "left";
  if (!left && suggestion.dueAt > now) return;
  const topic = await findTopic(tx, suggestion.topic.id);
  const escalations = suggestion.escalations + (left ? 0 : 1);
  const to = await superiorOf(tx, suggestion.ownerId);
  await updateSuggestion(tx, id, {
    owner_id: to,
    escalations,
    due_at: dueFrom(now, topic?.due_days ?? 1, escalations),
  });
  await recordEvent(tx, { kind: "system", name: "escalate-suggestions" }, "suggestion.assigned", {
    suggestionId: id,
    number: suggestion.number,
    from: suggestion.ownerId,
    to,
    reason: left ? "left" : "overdue",
  });
}

/** The nearest superior who is still here; at the top it stays where it is. */
async function superiorOf(tx: Tx, personId: string): Promise<string> {
  const start = await findColleague(tx, personId);
  let current = start;
  for (let level = 0; level < MOST_LEVELS && current !== undefined && current.manager_id !== null; level += 1) {
    current = await findColleague(tx, current.manager_id);
    if (current?.state === "active" && current.id !== personId) return current.id;
  }
  return (await headAbove(tx, start?.department_id ?? null, personId)) ?? personId;
}
