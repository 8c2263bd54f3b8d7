import { sql } from "kysely";
import type { Db, Tx } from "../../../db/connection.ts";
import type { TicketQueueRow } from "../../../db/tables/ticket.ts";
import { openStates } from "../model.ts";

export interface Agent {
  readonly userId: string;
  readonly name: { readonly en: string; readonly zh: string };
  readonly role: string;
  readonly open: number;
}

/** People who work on tickets, with how many open ones each has. */
export async function listAgents(db: Db): Promise<Agent[]> {
  const rows = await db
    .selectFrom("account")
    .select((eb) => [
      "account.user_id as userId",
      "account.role",
      "account.name_en",
      "account.name_zh",
      eb
        .selectFrom("ticket")
        .select(({ fn }) => fn.countAll<number>().as("count"))
        .whereRef("ticket.owner_id", "=", "account.user_id")
        .where("ticket.state", "in", [...openStates])
        .as("open"),
    ])
    .where("account.role", "in", ["admin", "department_head", "sales", "support_agent"])
    .where("account.ended_at", "is", null)
    .orderBy("account.name_en")
    .execute();
  return rows.map(({ userId, role, name_en, name_zh, open }) => ({
    userId,
    role,
    name: { en: name_en, zh: name_zh || name_en },
    open: open ?? 0,
  }));
}

/** Who solved something for this customer last. */
export async function lastAgentOf(db: Db, requesterId: string): Promise<string | null> {
  const row = await db
    .selectFrom("ticket")
    .select("owner_id")
    .where("requester_id", "=", requesterId)
    .where("owner_id", "is not", null)
    .orderBy("updated_at", "desc")
    .executeTakeFirst();
  return row?.owner_id ?? null;
}

/** Counts a turn of the queue; resolves with its number. */
export async function takeTurn(tx: Tx, queue: TicketQueueRow): Promise<number> {
  const row = await tx
    .updateTable("ticket_queue")
    .set({ turn: sql<number>`turn + 1` })
    .where("id", "=", queue.id)
    .returning("turn")
    .executeTakeFirstOrThrow();
  return row.turn;
}
