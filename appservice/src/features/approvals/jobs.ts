import type { Context } from "../../context.ts";
import { inTransaction } from "../../db/connection.ts";
import { defineTimer, type Job } from "../../jobs/job.ts";
import { applyAbsences } from "./absences.ts";
import { carryOut } from "./carry-out.ts";
import { listOverdue } from "./store/requests.ts";

const BATCH = 100;
const EVERY_MINUTE = "* * * * *";
const CLOCK = "approval-deadlines";

/** Reminds, passes on or decides what is overdue, as the step says. */
export const createDeadlines = ({ db }: Pick<Context, "db">): Job =>
  defineTimer(CLOCK, EVERY_MINUTE, async (signal) => {
    for (;;) {
      const now = new Date();
      const due = await listOverdue(db, now, BATCH);
      let moved = 0;
      for (const { requestId, task } of due) {
        const done = await inTransaction(db, (tx) =>
          carryOut(tx, requestId, { kind: "overdue", task }, { system: CLOCK }, { now }),
        );
        if (done) moved += 1;
      }
      if (due.length < BATCH || moved === 0 || signal.aborted) return;
    }
  });

/** Moves open decisions to the deputies of absences that have begun. */
export const createAbsenceTimer = ({ db }: Pick<Context, "db">): Job =>
  defineTimer("approval-absences", EVERY_MINUTE, () => applyAbsences(db, new Date()));
