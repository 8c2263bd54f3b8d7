import type { TaskTemplate } from "@portico/contract/tasks.ts";
import type { Db, Tx } from "../../db/connection.ts";

interface KeptTemplate {
  readonly id: string;
  readonly name: string;
  readonly creator: string;
  readonly tasks: TaskTemplate["tasks"];
}

export const listTemplates = (db: Db): Promise<KeptTemplate[]> =>
  db.selectFrom("task_template").selectAll().orderBy("name").orderBy("id").execute();

export const findTemplate = (db: Db, id: string): Promise<KeptTemplate | undefined> =>
  db.selectFrom("task_template").selectAll().where("id", "=", id).executeTakeFirst();

/** False when one with this id is there already. */
export async function insertTemplate(tx: Tx, { tasks, ...template }: KeptTemplate): Promise<boolean> {
  const row = await tx
    .insertInto("task_template")
    .values({ ...template, tasks: JSON.stringify(tasks) })
    .onConflict((conflict) => conflict.column("id").doNothing())
    .returning("id")
    .executeTakeFirst();
  return row !== undefined;
}

export async function deleteTemplate(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom("task_template").where("id", "=", id).execute();
}
