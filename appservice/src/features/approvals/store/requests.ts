import { sql } from "kysely";
import type { Db, Tx } from "../../../db/connection.ts";
import type { Fact, Instance, InstanceStatus } from "../engine/types.ts";

export interface RequestRecord {
  readonly id: string;
  readonly number: number;
  readonly formId: string;
  readonly formVersion: number;
  readonly initiatorId: string;
  readonly instance: Instance;
  readonly version: number;
  readonly urgedAt: Date | null;
  readonly submittedAt: Date;
  readonly changedAt: Date;
}

export interface FactRecord {
  readonly seq: number;
  readonly at: Date;
  readonly personId: string | null;
  readonly fact: Fact;
  readonly comment: string;
  readonly signature: string;
}

const columns = [
  "approval_request.id",
  "approval_request.number",
  "approval_request.form_id as formId",
  "approval_request.form_version as formVersion",
  "approval_request.initiator_id as initiatorId",
  "approval_request.instance",
  "approval_request.version",
  "approval_request.urged_at as urgedAt",
  "approval_request.submitted_at as submittedAt",
  "approval_request.changed_at as changedAt",
] as const;

export const findRequest = (db: Db, id: string): Promise<RequestRecord | undefined> =>
  db.selectFrom("approval_request").select(columns).where("id", "=", id).executeTakeFirst();

/** The request, which cannot change until the transaction ends. */
export const lockRequest = (tx: Tx, id: string): Promise<RequestRecord | undefined> =>
  tx.selectFrom("approval_request").select(columns).where("id", "=", id).forUpdate().executeTakeFirst();

export const listFacts = (db: Db, requestId: string): Promise<FactRecord[]> =>
  db
    .selectFrom("approval_fact")
    .select(["seq", "at", "person_id as personId", "fact", "comment", "signature"])
    .where("request_id", "=", requestId)
    .orderBy("seq")
    .execute();

interface Written {
  readonly id: string;
  readonly instance: Instance;
  readonly facts: readonly Fact[];
  readonly from: number;
  readonly personId: string | null;
  readonly comment: string;
  readonly signature: string;
  readonly now: Date;
}

export async function insertRequest(
  tx: Tx,
  given: Written & { readonly formId: string; readonly formVersion: number },
): Promise<boolean> {
  const { id, instance, now } = given;
  const row = await tx
    .insertInto("approval_request")
    .values({
      id,
      form_id: given.formId,
      form_version: given.formVersion,
      initiator_id: instance.initiator,
      status: instance.status,
      instance: JSON.stringify(instance),
      version: given.facts.length,
      urged_at: null,
      submitted_at: now,
      changed_at: now,
    })
    .onConflict((conflict) => conflict.column("id").doNothing())
    .returning("id")
    .executeTakeFirst();
  if (row === undefined) return false;
  await writeParts(tx, given);
  return true;
}

/** Writes what happened, and what follows from it for lists, the Inbox and deadlines. */
export async function writeFacts(tx: Tx, given: Written): Promise<void> {
  const { id, instance, facts, from, now } = given;
  await tx
    .updateTable("approval_request")
    .set({
      status: instance.status,
      instance: JSON.stringify(instance),
      version: from + facts.length,
      changed_at: now,
      ...(facts.some(({ kind }) => kind === "urged") && { urged_at: now }),
    })
    .where("id", "=", id)
    .execute();
  await writeParts(tx, given);
}

async function writeParts(
  tx: Tx,
  { id, instance, facts, from, personId, comment, signature, now }: Written,
): Promise<void> {
  await tx
    .insertInto("approval_fact")
    .values(
      facts.map((fact, index) => ({
        request_id: id,
        seq: from + index + 1,
        at: now,
        person_id: personId,
        fact: JSON.stringify(fact),
        // Said with the first thing that the person did.
        comment: index === 0 ? comment : "",
        signature: index === 0 ? signature : "",
      })),
    )
    .execute();
  if (instance.tasks.length > 0) {
    await tx
      .insertInto("approval_task")
      .values(
        instance.tasks.map((task) => ({
          request_id: id,
          id: task.id,
          node_id: task.node,
          person_id: task.person,
          in_place_of: task.inPlaceOf,
          state: task.state,
          stale: task.stale,
          due_at: task.dueAt === null ? null : new Date(task.dueAt),
          opened_at: now,
        })),
      )
      .onConflict((conflict) =>
        conflict.columns(["request_id", "id"]).doUpdateSet((eb) => ({
          person_id: eb.ref("excluded.person_id"),
          in_place_of: eb.ref("excluded.in_place_of"),
          state: eb.ref("excluded.state"),
          stale: eb.ref("excluded.stale"),
          due_at: eb.ref("excluded.due_at"),
        })),
      )
      .execute();
  }
  const copied = facts.flatMap((fact) => (fact.kind === "copied" ? fact.people : []));
  if (copied.length === 0) return;
  await tx
    .insertInto("approval_copy")
    .values([...new Set(copied)].map((person_id) => ({ request_id: id, person_id, at: now, read_at: null })))
    .onConflict((conflict) => conflict.columns(["request_id", "person_id"]).doNothing())
    .execute();
}

/** Notes that a copy was opened; false when there is none or it was before. */
export async function markRead(db: Db, requestId: string, personId: string): Promise<boolean> {
  const row = await db
    .updateTable("approval_copy")
    .set({ read_at: new Date() })
    .where("request_id", "=", requestId)
    .where("person_id", "=", personId)
    .where("read_at", "is", null)
    .returning("request_id")
    .executeTakeFirst();
  return row !== undefined;
}

/** Open tasks whose time is up. */
export const listOverdue = (db: Db, now: Date, limit: number): Promise<{ requestId: string; task: string }[]> =>
  db
    .selectFrom("approval_task")
    .innerJoin("approval_request", "approval_request.id", "approval_task.request_id")
    .select(["request_id as requestId", "approval_task.id as task"])
    .where("state", "=", "open")
    .where("stale", "=", false)
    .where("approval_request.status", "=", "running")
    .where("due_at", "<=", now)
    .orderBy("due_at")
    .limit(limit)
    .execute();

/** Requests in which somebody holds something open, and own ones that were sent back. */
export async function listHeld(db: Db, personId: string): Promise<string[]> {
  const held = await db
    .selectFrom("approval_task")
    .select("request_id as id")
    .distinct()
    .where("person_id", "=", personId)
    .where("state", "in", ["open", "waiting"])
    .where("stale", "=", false)
    .execute();
  const own = await db
    .selectFrom("approval_request")
    .select("id")
    .where("initiator_id", "=", personId)
    .where("status", "=", "returned")
    .execute();
  return [...new Set([...held, ...own].map(({ id }) => id))];
}

export interface ListFilter {
  readonly view: "decide" | "mine" | "copied" | "done" | "all";
  readonly personId: string;
  readonly overseen: readonly string[];
  readonly status?: InstanceStatus | undefined;
  readonly formId?: string | undefined;
  readonly search?: string | undefined;
}

function matching(db: Db, filter: ListFilter) {
  const { view, personId, overseen, status, formId, search } = filter;
  const pattern = `%${(search ?? "").replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  const number = /^#?(\d{1,9})$/.exec(search ?? "")?.[1];
  return db
    .selectFrom("approval_request")
    .innerJoin("person", "person.id", "approval_request.initiator_id")
    .where((eb) => {
      const task = eb
        .selectFrom("approval_task")
        .select("approval_task.id")
        .whereRef("approval_task.request_id", "=", "approval_request.id")
        .where("approval_task.person_id", "=", personId);
      if (view === "mine") return eb("initiator_id", "=", personId);
      if (view === "decide") return eb.exists(task.where("state", "=", "open").where("stale", "=", false));
      if (view === "done") return eb.exists(task.where("state", "in", ["approved", "refused", "returned"]));
      if (view === "copied") {
        return eb.exists(
          eb
            .selectFrom("approval_copy")
            .select("approval_copy.person_id")
            .whereRef("approval_copy.request_id", "=", "approval_request.id")
            .where("approval_copy.person_id", "=", personId),
        );
      }
      return overseen.length === 0 ? sql<boolean>`false` : eb("form_id", "in", overseen);
    })
    .$if(status !== undefined, (query) => query.where("status", "=", status ?? "running"))
    .$if(formId !== undefined, (query) => query.where("form_id", "=", formId ?? ""))
    .$if(search !== undefined && search !== "", (query) =>
      query.where((eb) =>
        eb.or([
          eb("person.name_en", "ilike", pattern),
          eb("person.name_zh", "ilike", pattern),
          ...(number === undefined ? [] : [eb("approval_request.number", "=", Number(number))]),
        ]),
      ),
    );
}

/** A page of requests, what changed last first. */
export async function listRequests(
  db: Db,
  filter: ListFilter,
  page: { readonly after: { readonly changedAt: Date; readonly id: string } | undefined; readonly limit: number },
): Promise<{ items: RequestRecord[]; total: number }> {
  const { after, limit } = page;
  const items = await matching(db, filter)
    .select(columns)
    .$if(after !== undefined, (query) =>
      query.where(
        sql<boolean>`(approval_request.changed_at, approval_request.id) < (${after?.changedAt}, ${after?.id})`,
      ),
    )
    .orderBy("approval_request.changed_at", "desc")
    .orderBy("approval_request.id", "desc")
    .limit(limit)
    .execute();
  const { total } = await matching(db, filter)
    .select((eb) => eb.fn.countAll<number>().as("total"))
    .executeTakeFirstOrThrow();
  return { items, total };
}

/** What a list marks: copies that were not opened. */
export async function unreadOf(db: Db, personId: string, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await db
    .selectFrom("approval_copy")
    .select("request_id")
    .where("person_id", "=", personId)
    .where("request_id", "in", ids)
    .where("read_at", "is", null)
    .execute();
  return new Set(rows.map((row) => row.request_id));
}

export async function countWaiting(db: Db, personId: string): Promise<{ decide: number; copied: number }> {
  const decide = await db
    .selectFrom("approval_task")
    .select((eb) => eb.fn.count<number>("request_id").distinct().as("count"))
    .where("person_id", "=", personId)
    .where("state", "=", "open")
    .where("stale", "=", false)
    .executeTakeFirstOrThrow();
  const copied = await db
    .selectFrom("approval_copy")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("person_id", "=", personId)
    .where("read_at", "is", null)
    .executeTakeFirstOrThrow();
  return { decide: decide.count, copied: copied.count };
}

/** What waits for somebody: own decisions, and own requests that came back. */
export const listWaiting = (db: Db, personId: string, limit: number) =>
  db
    .selectFrom("approval_task")
    .innerJoin("approval_request", "approval_request.id", "approval_task.request_id")
    .innerJoin("person", "person.id", "approval_request.initiator_id")
    .innerJoin("approval_form_version as form", (join) =>
      join
        .onRef("form.form_id", "=", "approval_request.form_id")
        .onRef("form.version", "=", "approval_request.form_version"),
    )
    .select([
      "approval_request.id",
      "approval_request.number",
      "approval_task.opened_at as openedAt",
      "approval_task.due_at as dueAt",
      "person.name_en as nameEn",
      "person.name_zh as nameZh",
      sql<string>`form.definition->'name'->>'en'`.as("formEn"),
      sql<string>`form.definition->'name'->>'zh'`.as("formZh"),
    ])
    .where("approval_task.person_id", "=", personId)
    .where("approval_task.state", "=", "open")
    .where("approval_task.stale", "=", false)
    .orderBy("approval_task.opened_at", "desc")
    .limit(limit)
    .execute();

export const listSentBack = (db: Db, personId: string) =>
  db
    .selectFrom("approval_request")
    .innerJoin("approval_form_version as form", (join) =>
      join
        .onRef("form.form_id", "=", "approval_request.form_id")
        .onRef("form.version", "=", "approval_request.form_version"),
    )
    .select([
      "approval_request.id",
      "approval_request.number",
      "approval_request.changed_at as changedAt",
      sql<string>`form.definition->'name'->>'en'`.as("formEn"),
      sql<string>`form.definition->'name'->>'zh'`.as("formZh"),
    ])
    .where("initiator_id", "=", personId)
    .where("status", "=", "returned")
    .execute();
