import { PgBoss } from "pg-boss";
import { query } from "./database.ts";
import { stack } from "./stack.ts";
import { waitFor } from "./wait-for.ts";

/** Starts a timer of the running service now instead of at its hour; resolves when it has done its work. */
export async function runTimer(name: string): Promise<void> {
  const boss = new PgBoss({
    connectionString: stack().settings.databaseUrl,
    schema: "jobs",
    max: 1,
    migrate: false,
    supervise: false,
    schedule: false,
    registerInstance: false,
    useListenNotify: true,
  });
  await boss.start();
  try {
    const id = await boss.send(name);
    if (id === null) throw new Error(`${name} was not taken`);
    await waitFor(`${name} has run`, async () => {
      const [job] = await query<{ state: string }>("SELECT state FROM jobs.job WHERE id = $1", [id]);
      if (job?.state === "failed") throw new Error(`${name} failed`);
      return job?.state === "completed";
    });
  } finally {
    await boss.stop();
  }
}
