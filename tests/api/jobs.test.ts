import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { inTransaction } from "../../appservice/src/db/connection.ts";
import { defineJob, defineTimer, type Job, jobKind } from "../../appservice/src/jobs/job.ts";
import { createJobQueue, type JobQueue } from "../../appservice/src/jobs/queue.ts";
import { createLog } from "../../appservice/src/log/logger.ts";
import { type OwnDatabase, ownDatabase } from "../support/own-database.ts";
import { waitFor } from "../support/wait-for.ts";

let own: OwnDatabase;
beforeAll(async () => {
  own = await ownDatabase();
});
afterAll(() => own.drop());

const queues: JobQueue[] = [];
afterEach(async () => {
  await Promise.all(queues.splice(0).map((queue) => queue.stop()));
});

async function open(jobs: readonly Job[]): Promise<JobQueue> {
  const queue = createJobQueue(own.url, createLog("error"));
  queues.push(queue);
  await queue.open(jobs);
  return queue;
}

const greet = jobKind("greet", z.object({ name: z.string() }));

test("work that was sent in a transaction is done if and only if the transaction was", async () => {
  const greeted: string[] = [];
  const queue = await open([
    defineJob(greet, ({ name }) => {
      greeted.push(name);
      return Promise.resolve();
    }),
  ]);
  queue.start();
  await expect(
    inTransaction(own.db, async (tx) => {
      await queue.send(tx, greet, { name: "nobody" });
      throw new Error("taken back");
    }),
  ).rejects.toThrow("taken back");
  await inTransaction(own.db, (tx) => queue.send(tx, greet, { name: "somebody" }));
  await waitFor("the job is done", () => greeted.length > 0);
  expect(greeted).toEqual(["somebody"]);
});

test("with a key it is done once, however often it is sent", async () => {
  const greeted: string[] = [];
  const queue = await open([
    defineJob(greet, ({ name }) => {
      greeted.push(name);
      return Promise.resolve();
    }),
  ]);
  const again = () => queue.send(own.db, greet, { name: "once" }, { key: "k" });
  await Promise.all([again(), again(), again()]);
  queue.start();
  await waitFor("the job is done", () => greeted.includes("once"));
  await again();
  await queue.send(own.db, greet, { name: "last" });
  await waitFor("the last one is done", () => greeted.includes("last"));
  expect(greeted).toEqual(["once", "last"]);
});

test("what fails is tried again, and data of another shape never reach the handler", async () => {
  const attempts: string[] = [];
  const queue = await open([
    defineJob(greet, ({ name }) => {
      attempts.push(name);
      return attempts.length < 2 ? Promise.reject(new Error("not yet")) : Promise.resolve();
    }),
  ]);
  queue.start();
  await queue.send(own.db, greet, { name: "stubborn" });
  await waitFor("it was tried twice", () => attempts.length === 2, 15_000);
  await expect(queue.send(own.db, greet, { name: 7 } as never)).rejects.toThrow();
});

test("a timer that is no longer declared is forgotten", async () => {
  const nothing = () => Promise.resolve();
  await (await open([defineTimer("old-timer", "0 3 * * *", nothing)])).stop();
  queues.length = 0;
  await open([defineTimer("new-timer", "0 4 * * *", nothing)]);
  const { rows } = await own.rows<{ name: string; cron: string }>("SELECT name, cron FROM jobs.schedule ORDER BY name");
  expect(rows).toEqual([{ name: "new-timer", cron: "0 4 * * *" }]);
});

test("two jobs of one name are a mistake that shows at the start", async () => {
  const nothing = () => Promise.resolve();
  await expect(
    open([defineTimer("same", "* * * * *", nothing), defineTimer("same", "* * * * *", nothing)]),
  ).rejects.toThrow("same name");
  queues.length = 0;
});

test("a clock that was an hour ahead for a while holds up neither timers nor what was sent or failed meanwhile", async () => {
  const done: string[] = [];
  const kind = jobKind("greet-through-time", greet.data);
  const work = defineJob(kind, ({ name }) => {
    done.push(name);
    return Promise.resolve();
  });
  const queue = await open([work, defineTimer("tick", "* * * * *", () => Promise.resolve())]);
  const later = new Date(Date.now() + 6 * 3_600_000);
  for (const name of ["sent meanwhile", "failed meanwhile"]) await queue.send(own.db, kind, { name }, { key: name });
  await queue.send(own.db, kind, { name: "due later" }, { key: "due later", after: later });
  await queue.stop();
  await own.rows(`UPDATE jobs.version SET cron_on = now() + interval '1 hour'`);
  await own.rows(
    `UPDATE jobs.job SET created_on = now() + interval '1 hour',
       start_after = CASE WHEN data->>'name' = 'due later' THEN start_after ELSE now() + interval '1 hour' END,
       state = CASE WHEN data->>'name' = 'failed meanwhile' THEN 'retry' ELSE state END
     WHERE name = 'greet-through-time' AND state = 'created'`,
  );
  const again = await open([work, defineTimer("tick", "* * * * *", () => Promise.resolve())]);
  again.start();
  await waitFor("what waited is done", () => done.length === 2);
  expect(done.toSorted()).toEqual(["failed meanwhile", "sent meanwhile"]);
  const { rows: stamps } = await own.rows("SELECT 1 FROM jobs.version WHERE cron_on <= now()");
  expect(stamps, "when timers were last looked for").toHaveLength(1);
  const { rows: waiting } = await own.rows<{ start_after: Date }>(
    "SELECT start_after FROM jobs.job WHERE data->>'name' = 'due later'",
  );
  expect(waiting, "what was asked for at a later hour").toEqual([{ start_after: later }]);
});
