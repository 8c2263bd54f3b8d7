import type { TicketQuery } from "@portico/contract/tickets-schemas.ts";
import { type Expression, type ExpressionBuilder, type SqlBool, sql } from "kysely";
import type { Database } from "../../../db/database.ts";
import type { Db } from "../../../db/connection.ts";
import type { TicketRow } from "../../../db/tables/ticket.ts";
import { openStates } from "../model.ts";

type Where = (eb: ExpressionBuilder<Database, "ticket">) => Expression<SqlBool>;

export const views = ["open", "mine", "unassigned", "waiting", "solved", "all"] as const;

/** What a view of the desk holds. */
function inView(view: TicketQuery["view"], userId: string): Where {
  return (eb) => {
    const open = eb("state", "in", [...openStates]);
    if (view === "open") return open;
    if (view === "mine") return eb.and([open, eb("owner_id", "=", userId)]);
    if (view === "unassigned") return eb.and([open, eb("owner_id", "is", null)]);
    if (view === "waiting") return eb("state", "=", "waiting_customer");
    if (view === "solved") return eb("state", "in", ["solved", "closed"]);
    return sql<SqlBool>`true`;
  };
}

const escaped = (text: string): string => text.replaceAll(/[\\%_]/g, String.raw`\$&`);

function filtered(query: TicketQuery, userId: string): Where {
  const { view, queue, priority, type, company, owner, tag, q, from, to } = query;
  return (eb) => {
    const all: Expression<SqlBool>[] = [inView(view, userId)(eb)];
    if (queue !== undefined) all.push(eb("queue_id", "=", queue));
    if (priority !== undefined) all.push(eb("priority", "=", priority));
    if (type !== undefined) all.push(eb("type_id", "=", type));
    if (company !== undefined) all.push(eb("customer_id", "=", company));
    if (owner !== undefined) all.push(eb("owner_id", "=", owner));
    if (tag !== undefined) all.push(sql<SqlBool>`${tag} = ANY (tags)`);
    if (from !== undefined) all.push(eb("created_at", ">=", new Date(`${from}T00:00:00Z`)));
    if (to !== undefined) all.push(eb("created_at", "<", new Date(Date.parse(`${to}T00:00:00Z`) + 86_400_000)));
    if (q !== undefined && q !== "") {
      const like = `%${escaped(q)}%`;
      all.push(eb.or([eb("title", "ilike", like), eb("number", "ilike", like), eb("requester_name", "ilike", like)]));
    }
    return eb.and(all);
  };
}

/** A page of tickets in the asked order, and how many there are. */
export async function listTickets(
  db: Db,
  query: TicketQuery,
  userId: string,
): Promise<{ items: TicketRow[]; total: number }> {
  const where = filtered(query, userId);
  const ordered = db.selectFrom("ticket").selectAll().where(where);
  const items = await (
    query.sort === "due"
      ? ordered.orderBy("due_at", (order) => order.asc().nullsLast()).orderBy("created_at")
      : ordered.orderBy(query.sort === "newest" ? "created_at" : "updated_at", "desc")
  )
    .orderBy("id")
    .offset(Number(query.cursor ?? 0))
    .limit(query.limit)
    .execute();
  const { total } = await db
    .selectFrom("ticket")
    .select((eb) => eb.fn.countAll<number>().as("total"))
    .where(where)
    .executeTakeFirstOrThrow();
  return { items, total };
}

/** How many tickets each view holds for somebody, and how many open ones each queue and each agent has. */
export async function countTickets(db: Db, userId: string) {
  const rows = await db
    .selectFrom("ticket")
    .select(["queue_id", "owner_id", "state", (eb) => eb.fn.countAll<number>().as("count")])
    .groupBy(["queue_id", "owner_id", "state"])
    .execute();
  const counts = Object.fromEntries(views.map((view) => [view, 0]));
  const queues = new Map<string, number>();
  const owners = new Map<string, number>();
  const add = (view: string, count: number) => {
    counts[view] = (counts[view] ?? 0) + count;
  };
  for (const { queue_id: queue, owner_id: owner, state, count } of rows) {
    add("all", count);
    if (state === "waiting_customer") add("waiting", count);
    if (state === "solved" || state === "closed") add("solved", count);
    if (!openStates.includes(state)) continue;
    add("open", count);
    if (owner === null) add("unassigned", count);
    else owners.set(owner, (owners.get(owner) ?? 0) + count);
    if (owner === userId) add("mine", count);
    queues.set(queue, (queues.get(queue) ?? 0) + count);
  }
  return { counts, queues, owners };
}
