import type { Context } from "../../context.ts";
import { defineTimer, type Job } from "../../jobs/job.ts";
import { deleteRunOutSessions } from "./store.ts";

/** Forgets sessions that have run out; they were refused since. */
export const createSessionCleanUp = ({ db }: Pick<Context, "db">): Job =>
  defineTimer("forget-sessions", "17 3 * * *", () => deleteRunOutSessions(db, new Date()));
