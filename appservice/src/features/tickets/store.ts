import { type SqlBool, sql } from "kysely";
import type { Db, Tx } from "../../db/connection.ts";
import type {
  TicketEntryRow,
  TicketPolicyRow,
  TicketQueueRow,
  TicketRatingRow,
  TicketRow,
} from "../../db/tables/ticket.ts";
import type { ClockEvent, Clock } from "./sla/clock.ts";
import { writeNumber } from "./model.ts";

export async function nextNumber(tx: Tx): Promise<string> {
  const { rows } = await sql<{ next: number }>`SELECT nextval('ticket_number') AS next`.execute(tx);
  return writeNumber(rows[0]?.next ?? 0);
}

export const findTicket = (db: Db, id: string): Promise<TicketRow | undefined> =>
  db.selectFrom("ticket").selectAll().where("id", "=", id).executeTakeFirst();

/** The ticket, which stays as it is until the transaction ends. */
export const lockTicket = (tx: Tx, id: string): Promise<TicketRow | undefined> =>
  tx.selectFrom("ticket").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();

export async function insertTicket(
  tx: Tx,
  row: Pick<
    TicketRow,
    | "id"
    | "number"
    | "title"
    | "type_id"
    | "priority"
    | "state"
    | "queue_id"
    | "owner_id"
    | "requester_id"
    | "requester_name"
    | "requester_email"
    | "customer_id"
    | "channel"
    | "fields"
    | "created_at"
    | "updated_at"
  >,
): Promise<void> {
  await tx
    .insertInto("ticket")
    .values({ ...row, fields: JSON.stringify(row.fields) })
    .execute();
}

export async function updateTicket(
  tx: Tx,
  id: string,
  change: Partial<Omit<TicketRow, "id" | "fields">>,
): Promise<void> {
  await tx.updateTable("ticket").set(change).where("id", "=", id).execute();
}

/** Writes an entry; false when one with this id is there, because the same act came twice. */
export async function insertEntry(tx: Tx, entry: Omit<TicketEntryRow, "seq">): Promise<boolean> {
  const inserted = await tx
    .insertInto("ticket_entry")
    .values({ ...entry, change: entry.change === null ? null : JSON.stringify(entry.change) })
    .onConflict((conflict) => conflict.column("id").doNothing())
    .returning("id")
    .executeTakeFirst();
  return inserted !== undefined;
}

export const listEntries = (db: Db, ticketId: string): Promise<TicketEntryRow[]> =>
  db.selectFrom("ticket_entry").selectAll().where("ticket_id", "=", ticketId).orderBy("seq").execute();

/** What both sides wrote to each other, and nothing of the work inside. */
export const listMessages = (db: Db, ticketId: string): Promise<TicketEntryRow[]> =>
  db
    .selectFrom("ticket_entry")
    .selectAll()
    .where("ticket_id", "=", ticketId)
    .where("kind", "=", "message")
    .orderBy("seq")
    .execute();

export const findEntry = (db: Db, id: string): Promise<TicketEntryRow | undefined> =>
  db.selectFrom("ticket_entry").selectAll().where("id", "=", id).executeTakeFirst();

/** The record as the clock reads it. */
export async function clockEvents(db: Db, ticketId: string): Promise<ClockEvent[]> {
  const rows = await db
    .selectFrom("ticket_entry")
    .select(["at", "kind", "side", "change"])
    .where("ticket_id", "=", ticketId)
    .where((eb) => eb.or([eb("kind", "=", "message"), sql<SqlBool>`change->>'field' = 'state'`]))
    .orderBy("at")
    .orderBy("seq")
    .execute();
  return rows.flatMap(({ at, kind, side, change }): ClockEvent[] => {
    if (kind === "message") return side === "system" ? [] : [{ at, kind, side }];
    return change?.to == null ? [] : [{ at, kind: "state", state: change.to as TicketRow["state"] }];
  });
}

export const writeClock = (
  tx: Tx,
  id: string,
  clock: Clock,
  minutes: { first: number | null; solution: number | null },
) => {
  const of = (what: string) => clock.targets.find((target) => target.what === what);
  return updateTicket(tx, id, {
    first_due: of("first")?.dueAt ?? null,
    next_due: of("next")?.dueAt ?? null,
    solution_due: of("solution")?.dueAt ?? null,
    due_at: clock.due?.at ?? null,
    due_what: clock.due?.what ?? null,
    first_at: clock.firstAt,
    solved_at: clock.solvedAt,
    first_kept: of("first")?.kept ?? null,
    solution_kept: of("solution")?.kept ?? null,
    first_minutes: minutes.first,
    solution_minutes: minutes.solution,
  });
};

export const findQueue = (db: Db, id: string): Promise<TicketQueueRow | undefined> =>
  db.selectFrom("ticket_queue").selectAll().where("id", "=", id).executeTakeFirst();

export const listQueues = (db: Db): Promise<TicketQueueRow[]> =>
  db.selectFrom("ticket_queue").selectAll().orderBy("position").execute();

export const listPolicies = (db: Db): Promise<TicketPolicyRow[]> =>
  db.selectFrom("ticket_policy").selectAll().orderBy("id").execute();

export const listReplies = (db: Db) => db.selectFrom("ticket_reply").selectAll().orderBy("id").execute();

export const findRating = (db: Db, ticketId: string): Promise<TicketRatingRow | undefined> =>
  db
    .selectFrom("ticket_rating")
    .selectAll()
    .where("ticket_id", "=", ticketId)
    .orderBy("resolution", "desc")
    .executeTakeFirst();

/** False when this solution has an answer already. */
export async function insertRating(tx: Tx, rating: TicketRatingRow): Promise<boolean> {
  const row = await tx
    .insertInto("ticket_rating")
    .values(rating)
    .onConflict((conflict) => conflict.doNothing())
    .returning("score")
    .executeTakeFirst();
  return row !== undefined;
}

/** The company of a guest. */
export async function companyOf(db: Db, userId: string): Promise<string | null> {
  const row = await db.selectFrom("guest").select("customer_id").where("user_id", "=", userId).executeTakeFirst();
  return row?.customer_id ?? null;
}

export const findGuestById = (db: Db, guestId: string) =>
  db
    .selectFrom("guest")
    .select(["user_id as userId", "name", "email", "customer_id as customerId"])
    .where("id", "=", guestId)
    .executeTakeFirst();

export const customerExists = async (db: Db, id: string): Promise<boolean> =>
  (await db
    .selectFrom("customer")
    .select("id")
    .where("id", "=", id)
    .where("kind", "=", "customer")
    .executeTakeFirst()) !== undefined;

/** Names of accounts and companies, to be shown with tickets. */
export async function namesOf(db: Db, userIds: readonly string[], customerIds: readonly string[]) {
  const people = new Map<string, { en: string; zh: string }>();
  const companies = new Map<string, { en: string; zh: string }>();
  if (userIds.length > 0) {
    const rows = await db
      .selectFrom("account")
      .select(["user_id", "name_en", "name_zh"])
      .where("user_id", "in", [...userIds])
      .execute();
    for (const row of rows) people.set(row.user_id, { en: row.name_en, zh: row.name_zh || row.name_en });
  }
  if (customerIds.length > 0) {
    const rows = await db
      .selectFrom("customer")
      .selectAll()
      .where("id", "in", [...customerIds])
      .execute();
    for (const row of rows) companies.set(row.id, { en: row.name_en, zh: row.name_zh || row.name_en });
  }
  return { people, companies };
}
export type Names = Awaited<ReturnType<typeof namesOf>>;

/** Other tickets of the same person or company, newest first. */
export const listEarlier = (db: Db, ticket: TicketRow) =>
  db
    .selectFrom("ticket")
    .select(["id", "number", "title", "state"])
    .where("id", "<>", ticket.id)
    .where((eb) =>
      eb.or([eb("requester_id", "=", ticket.requester_id ?? ""), eb("customer_id", "=", ticket.customer_id ?? "")]),
    )
    .orderBy("created_at", "desc")
    .limit(8)
    .execute();

export const listContacts = (db: Db, customerId: string, except: string) =>
  db
    .selectFrom("guest")
    .innerJoin("account", "account.user_id", "guest.user_id")
    .select(["guest.user_id as userId", "guest.name"])
    .where("guest.customer_id", "=", customerId)
    .where("guest.user_id", "<>", except)
    .where("account.ended_at", "is", null)
    .orderBy("guest.name")
    .limit(12)
    .execute();

/** Tickets of a person, and with `customerId` those of the whole company. */
export const listRequests = (
  db: Db,
  of: { readonly requesterId: string; readonly customerId: string | null },
): Promise<TicketRow[]> =>
  db
    .selectFrom("ticket")
    .selectAll()
    .where((eb) =>
      of.customerId === null
        ? eb("requester_id", "=", of.requesterId)
        : eb.or([eb("requester_id", "=", of.requesterId), eb("customer_id", "=", of.customerId)]),
    )
    .where("state", "<>", "spam")
    .orderBy("created_at", "desc")
    .limit(200)
    .execute();

/** Open tickets with something due before a moment, of which nobody was told yet. */
export const listDue = (db: Db, column: "reminded_for" | "breached_for", before: Date, limit: number) =>
  db
    .selectFrom("ticket")
    .select(["id", "due_at as dueAt"])
    .where("due_at", "<", before)
    .where("state", "in", ["new", "open", "waiting_us"])
    .where((eb) => eb.or([eb(column, "is", null), eb(column, "<>", eb.ref("due_at"))]))
    .orderBy("due_at")
    .limit(limit)
    .execute();

/** What waits for an agent: his own tickets that are due or were answered. */
export const listWaitingFor = (db: Db, userId: string): Promise<TicketRow[]> =>
  db
    .selectFrom("ticket")
    .selectAll()
    .where("owner_id", "=", userId)
    .where("state", "in", ["new", "open", "waiting_us"])
    .orderBy("due_at")
    .limit(100)
    .execute();

/** What waits for a customer: solved tickets without an answer to the question, and those that ask something. */
export const listWaitingForCustomer = (db: Db, userId: string): Promise<TicketRow[]> =>
  db
    .selectFrom("ticket")
    .selectAll()
    .where("requester_id", "=", userId)
    .where("state", "=", "waiting_customer")
    .orderBy("updated_at")
    .limit(100)
    .execute();

export const findAccount = (db: Db, userId: string) =>
  db
    .selectFrom("account")
    .select(["user_id", "class", "role", "name_en", "name_zh"])
    .where("user_id", "=", userId)
    .where("ended_at", "is", null)
    .executeTakeFirst();

/** What both sides wrote goes to another ticket; what changed stays where it did. */
export async function moveEntries(tx: Tx, from: string, to: string): Promise<void> {
  await tx
    .updateTable("ticket_entry")
    .set({ ticket_id: to })
    .where("ticket_id", "=", from)
    .where("kind", "in", ["message", "note"])
    .execute();
}
