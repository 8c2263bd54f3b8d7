import type { ChecklistItem, TaskState } from "@portico/contract/tasks.ts";
import { type ExpressionBuilder, sql } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import type { Db, Tx } from "../../db/connection.ts";
import type { Database } from "../../db/database.ts";
import type { TaskRecord } from "./model.ts";

/** Power level from which on somebody leads a room. */
const LEADS = 50;

const assigned = (eb: ExpressionBuilder<Database, never>) =>
  eb.selectFrom("task_assignee as whose").innerJoin("account as them", "them.user_id", "whose.user_id");

/** Tasks with what the rules look at, for one asker. Who is in a room, Matrix says. */
const tasks = (db: Db, asker: string | null) =>
  db
    .selectFrom("task as t")
    .leftJoin("managed_room as room", "room.key", "t.room_key")
    .innerJoin("account as creator", "creator.user_id", "t.creator")
    .leftJoin("actual_membership as seat", (join) =>
      join
        .onRef("seat.room_key", "=", "t.room_key")
        .on("seat.user_id", "=", asker)
        .on("seat.membership", "=", "join"),
    )
    .leftJoin("wanted_member as right", (join) =>
      join.onRef("right.room_key", "=", "t.room_key").on("right.user_id", "=", asker),
    )
    .selectAll("t")
    .select([
      "room.room_id",
      "room.name_en as room_en",
      "room.name_zh as room_zh",
      "room.archived_at",
      "creator.name_en as creator_en",
      "creator.name_zh as creator_zh",
      "seat.user_id as seat",
      "right.power",
    ])
    .select((eb) => [
      jsonArrayFrom(
        assigned(eb as unknown as ExpressionBuilder<Database, never>)
          .select(["them.user_id", "them.name_en", "them.name_zh"])
          .where("whose.task_id", "=", sql<string>`t.id`)
          .orderBy("them.name_en"),
      ).as("assignees"),
    ]);
type Selected = Awaited<ReturnType<ReturnType<typeof tasks>["execute"]>>[number];

const toRecord = (row: Selected): TaskRecord => ({
  id: row.id,
  number: row.number,
  title: row.title,
  text: row.text,
  state: row.state,
  roomKey: row.room_key,
  room:
    row.room_id === null
      ? null
      : {
          roomId: row.room_id,
          name: { en: row.room_en ?? "", zh: row.room_zh ?? "" },
          closed: row.archived_at !== null,
        },
  creatorId: row.creator,
  personal: row.room_key === null,
  joined: row.seat !== null,
  leads: row.seat !== null && (row.power ?? 0) >= LEADS,
  creator: { userId: row.creator, name: { en: row.creator_en, zh: row.creator_zh } },
  assignees: row.assignees.map(({ user_id, name_en, name_zh }) => ({
    userId: user_id,
    name: { en: name_en, zh: name_zh },
  })),
  dueAt: row.due_at,
  checklist: row.checklist,
  source:
    row.source_room === null || row.source_event === null
      ? null
      : { roomId: row.source_room, eventId: row.source_event },
  createdAt: row.created_at,
  doneAt: row.done_at,
  version: row.version,
});

export async function findTask(db: Db, id: string, asker: string | null): Promise<TaskRecord | undefined> {
  const row = await tasks(db, asker).where("t.id", "=", id).executeTakeFirst();
  return row && toRecord(row);
}

/** Locks the row, so that of two who change it at once the second sees what the first did. */
export async function lockTask(tx: Tx, id: string, asker: string | null): Promise<TaskRecord | undefined> {
  await tx.selectFrom("task").select("id").where("id", "=", id).forNoKeyUpdate().execute();
  return findTask(tx, id, asker);
}

export interface TaskFilter {
  readonly view: "mine" | "created" | "all";
  readonly roomId?: string | undefined;
  readonly state?: TaskState | "undone" | undefined;
  readonly due?: "overdue" | "week" | undefined;
  readonly words?: string | undefined;
}

const isMine = (asker: string) =>
  sql`EXISTS (SELECT 1 FROM task_assignee a WHERE a.task_id = t.id AND a.user_id = ${asker})`;

function conditionsOf({ view, roomId, state, due, words }: TaskFilter, asker: string, now: Date) {
  const pattern = `%${(words ?? "").replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  const number = /^(?:T-?|#)?(\d{1,9})$/i.exec(words ?? "")?.[1];
  return [
    // The rule of `policy/rules/tasks.ts` for lists.
    sql`((t.room_key IS NULL AND t.creator = ${asker}) OR seat.user_id IS NOT NULL)`,
    ...(view === "mine" ? [isMine(asker)] : []),
    ...(view === "created" ? [sql`t.creator = ${asker}`] : []),
    ...(roomId === undefined ? [] : [sql`room.room_id = ${roomId}`]),
    ...(state === undefined ? [] : [state === "undone" ? sql`t.state <> 'done'` : sql`t.state = ${state}`]),
    ...(due === "overdue" ? [sql`t.state <> 'done' AND t.due_at <= ${now}`] : []),
    ...(due === "week" ? [sql`t.state <> 'done' AND t.due_at <= ${new Date(now.getTime() + 7 * 86_400_000)}`] : []),
    ...(words === undefined
      ? []
      : [
          number === undefined
            ? sql`(t.title ILIKE ${pattern} OR t.text ILIKE ${pattern})`
            : sql`(t.title ILIKE ${pattern} OR t.number = ${Number(number)})`,
        ]),
  ];
}

/** Of a room in the order of its board; otherwise what is due first. */
export async function listTasks(
  db: Db,
  filter: TaskFilter,
  asker: string,
  { offset, limit, now }: { readonly offset: number; readonly limit: number; readonly now: Date },
): Promise<{ items: TaskRecord[]; total: number }> {
  const matches = sql<boolean>`${sql.join(conditionsOf(filter, asker, now), sql` AND `)}`;
  const ordered =
    filter.roomId === undefined
      ? tasks(db, asker)
          .orderBy(sql`t.state = 'done'`)
          .orderBy("t.due_at", (order) => order.asc().nullsLast())
          .orderBy("t.number", "desc")
      : tasks(db, asker).orderBy("t.place").orderBy("t.number");
  const rows = await ordered.where(matches).offset(offset).limit(limit).execute();
  const { total } = await tasks(db, asker)
    .clearSelect()
    .select(({ fn }) => fn.countAll<number>().as("total"))
    .where(matches)
    .executeTakeFirstOrThrow();
  return { items: rows.map(toRecord), total };
}

/** A managed room that the account is in; undefined: no such room for it. */
export async function findRoomOf(db: Db, roomId: string, userId: string) {
  return db
    .selectFrom("managed_room as room")
    .innerJoin("actual_membership as seat", "seat.room_key", "room.key")
    .select(["room.key", "room.archived_at"])
    .where("room.room_id", "=", roomId)
    .where("room.kind", "=", "room")
    .where("seat.user_id", "=", userId)
    .where("seat.membership", "=", "join")
    .executeTakeFirst();
}

/** Colleagues who are in the room. */
export async function listJoined(db: Db, roomKey: string): Promise<string[]> {
  const rows = await db
    .selectFrom("actual_membership as seat")
    .innerJoin("account", "account.user_id", "seat.user_id")
    .select("seat.user_id")
    .where("seat.room_key", "=", roomKey)
    .where("seat.membership", "=", "join")
    .where("account.class", "=", "staff")
    .where("account.ended_at", "is", null)
    .execute();
  return rows.map(({ user_id }) => user_id);
}

/** Who leads the room and is in it: with the most power, and of equals the first by name. */
export async function findLead(db: Db, roomKey: string): Promise<string | null> {
  const row = await db
    .selectFrom("wanted_member as wanted")
    .innerJoin("actual_membership as seat", (join) =>
      join.onRef("seat.room_key", "=", "wanted.room_key").onRef("seat.user_id", "=", "wanted.user_id"),
    )
    .innerJoin("account", "account.user_id", "wanted.user_id")
    .select("wanted.user_id")
    .where("wanted.room_key", "=", roomKey)
    .where("wanted.power", ">=", LEADS)
    .where("seat.membership", "=", "join")
    .where("account.class", "=", "staff")
    .where("account.ended_at", "is", null)
    .orderBy("wanted.power", "desc")
    .orderBy("account.name_en")
    .executeTakeFirst();
  return row?.user_id ?? null;
}

export interface NewTask {
  readonly id: string;
  readonly roomKey: string | null;
  readonly creator: string;
  readonly title: string;
  readonly text: string;
  readonly dueAt: Date | null;
  readonly checklist: readonly ChecklistItem[];
  readonly source: { readonly roomId: string; readonly eventId: string } | null;
}

/** Puts it at the end of what is open. False when one with this id is there already. */
export async function insertTask(tx: Tx, task: NewTask): Promise<boolean> {
  const row = await tx
    .insertInto("task")
    .values({
      id: task.id,
      room_key: task.roomKey,
      creator: task.creator,
      title: task.title,
      text: task.text,
      place: sql<number>`(SELECT coalesce(max(place), 0) + 1 FROM task
        WHERE room_key IS NOT DISTINCT FROM ${task.roomKey} AND state = 'open')`,
      due_at: task.dueAt,
      checklist: JSON.stringify(task.checklist),
      source_room: task.source?.roomId ?? null,
      source_event: task.source?.eventId ?? null,
    })
    .onConflict((conflict) => conflict.column("id").doNothing())
    .returning("id")
    .executeTakeFirst();
  return row !== undefined;
}

export async function setAssignees(tx: Tx, taskId: string, userIds: readonly string[]): Promise<void> {
  await tx.deleteFrom("task_assignee").where("task_id", "=", taskId).execute();
  if (userIds.length === 0) return;
  await tx
    .insertInto("task_assignee")
    .values([...new Set(userIds)].map((userId) => ({ task_id: taskId, user_id: userId })))
    .execute();
}

/** Writes what changes with the next version. */
export async function updateTask(
  tx: Tx,
  id: string,
  change: {
    readonly title?: string;
    readonly text?: string;
    readonly due_at?: Date | null;
    readonly checklist?: string;
    readonly state?: TaskState;
    readonly done_at?: Date | null;
    readonly reminded?: null;
  },
): Promise<void> {
  await tx
    .updateTable("task")
    .set({ ...change, version: sql<number>`version + 1` })
    .where("id", "=", id)
    .execute();
}

/** Notes a reminder; nobody's editing is disturbed by it. */
export async function markReminded(tx: Tx, id: string, what: "due" | "overdue"): Promise<void> {
  await tx.updateTable("task").set({ reminded: what }).where("id", "=", id).execute();
}

/** Numbers the column anew with the task above another of it, or at its end. */
export async function placeTask(tx: Tx, task: TaskRecord, state: TaskState, above: string | null): Promise<void> {
  const column = await tx
    .selectFrom("task")
    .select("id")
    .where(sql<boolean>`room_key IS NOT DISTINCT FROM ${task.roomKey}`)
    .$if(task.roomKey === null, (query) => query.where("creator", "=", task.creatorId))
    .where("state", "=", state)
    .where("id", "<>", task.id)
    .orderBy("place")
    .orderBy("number")
    .forNoKeyUpdate()
    .execute();
  const ids = column.map(({ id }) => id);
  const at = above === null ? -1 : ids.indexOf(above);
  ids.splice(at < 0 ? ids.length : at, 0, task.id);
  await sql`
    UPDATE task SET place = wanted.place
    FROM unnest(${ids}::uuid[]) WITH ORDINALITY AS wanted (id, place) WHERE task.id = wanted.id`.execute(tx);
}

export async function deleteTask(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom("task").where("id", "=", id).execute();
}

/** The message in the room that shows the task: null until it was sent. */
export async function findCard(db: Db, taskId: string): Promise<string | null> {
  const row = await db
    .selectFrom("matrix_send")
    .select("matrix_event_id")
    .where(sql<boolean>`content #>> '{org.portico.object,kind}' = 'task'`)
    .where(sql<string>`content #>> '{org.portico.object,id}'`, "=", taskId)
    .where("matrix_event_id", "is not", null)
    .orderBy("event_id")
    .executeTakeFirst();
  return row?.matrix_event_id ?? null;
}

/** Whether the task was shown in its room, or is about to be. */
export async function wasShown(db: Db, taskId: string): Promise<boolean> {
  const row = await db
    .selectFrom("domain_event")
    .select("id")
    .where("stream", "=", `task:${taskId}`)
    .where((eb) =>
      eb.or([
        eb("name", "=", "task.shown"),
        eb.and([eb("name", "=", "task.created"), eb(sql<string>`payload ->> 'card'`, "=", "true")]),
      ]),
    )
    .executeTakeFirst();
  return row !== undefined;
}

/** What somebody has to do soon. */
export async function listOwed(db: Db, userId: string, before: Date): Promise<TaskRecord[]> {
  const rows = await tasks(db, userId)
    .where(sql<boolean>`${isMine(userId)}`)
    .where(sql<boolean>`(t.room_key IS NULL OR seat.user_id IS NOT NULL)`)
    .where("t.state", "<>", "done")
    .where("t.due_at", "<=", before)
    .orderBy("t.due_at")
    .limit(200)
    .execute();
  return rows.map(toRecord);
}

/** Tasks of which somebody has to be reminded. */
export const listToRemind = (db: Db, what: "due" | "overdue", before: Date, limit: number): Promise<{ id: string }[]> =>
  db
    .selectFrom("task")
    .select("id")
    .where("state", "<>", "done")
    .where("due_at", "<=", before)
    .where((eb) =>
      what === "due"
        ? eb("reminded", "is", null)
        : eb.or([eb("reminded", "is", null), eb("reminded", "=", "due")]),
    )
    .orderBy("due_at")
    .limit(limit)
    .execute();

/** Undone tasks of rooms with an assignee who is not in the room any more, or not in the company. */
export async function listDeserted(db: Db, limit: number): Promise<{ id: string }[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT DISTINCT t.id FROM task t
    JOIN managed_room room ON room.key = t.room_key AND room.loaded_at IS NOT NULL AND room.archived_at IS NULL
    JOIN task_assignee a ON a.task_id = t.id
    JOIN account ON account.user_id = a.user_id
    WHERE t.state <> 'done' AND (account.ended_at IS NOT NULL OR NOT EXISTS (
      SELECT 1 FROM actual_membership seat
      WHERE seat.room_key = t.room_key AND seat.user_id = a.user_id AND seat.membership = 'join'))
    LIMIT ${limit}`.execute(db);
  return rows;
}
