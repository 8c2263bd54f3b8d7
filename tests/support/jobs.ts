import { PgBoss } from "pg-boss";
import { stack } from "./stack.ts";

/** Starts a timer of the running service now instead of at its hour. */
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
    await boss.send(name);
  } finally {
    await boss.stop();
  }
}
