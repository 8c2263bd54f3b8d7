import { type Kysely, sql } from "kysely";

/** Tasks of rooms and of persons, and sets of tasks that rooms take over. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE task (
      id uuid PRIMARY KEY,
      number integer GENERATED ALWAYS AS IDENTITY UNIQUE,
      room_key text REFERENCES managed_room (key) ON DELETE CASCADE,
      creator text NOT NULL REFERENCES account (user_id),
      title text NOT NULL,
      text text NOT NULL,
      state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'doing', 'done')),
      place integer NOT NULL,
      due_at timestamptz,
      checklist jsonb NOT NULL,
      source_room text,
      source_event text,
      reminded text CHECK (reminded IN ('due', 'overdue')),
      created_at timestamptz NOT NULL DEFAULT now(),
      done_at timestamptz,
      version integer NOT NULL DEFAULT 1)`.execute(db);
  await sql`CREATE INDEX task_board ON task (room_key, state, place)`.execute(db);
  await sql`CREATE INDEX task_creator ON task (creator)`.execute(db);
  await sql`CREATE INDEX task_due ON task (due_at) WHERE state <> 'done' AND due_at IS NOT NULL`.execute(db);
  await sql`
    CREATE TABLE task_assignee (
      task_id uuid NOT NULL REFERENCES task (id) ON DELETE CASCADE,
      user_id text NOT NULL REFERENCES account (user_id),
      PRIMARY KEY (task_id, user_id))`.execute(db);
  await sql`CREATE INDEX task_assignee_user ON task_assignee (user_id)`.execute(db);
  await sql`
    CREATE TABLE task_template (
      id uuid PRIMARY KEY,
      name text NOT NULL,
      creator text NOT NULL REFERENCES account (user_id),
      tasks jsonb NOT NULL)`.execute(db);
  await sql`CREATE INDEX matrix_send_task ON matrix_send ((content #>> '{org.portico.object,id}'))
    WHERE content #>> '{org.portico.object,kind}' = 'task'`.execute(db);
}
