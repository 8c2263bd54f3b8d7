import { sql } from "kysely";
import type { Db } from "../../../db/connection.ts";
import type { TicketRow } from "../../../db/tables/ticket.ts";

export const findTicketByNumber = (db: Db, number: string): Promise<TicketRow | undefined> =>
  db.selectFrom("ticket").selectAll().where("number", "=", number.toUpperCase()).executeTakeFirst();

/** The guest with a mail address; nobody where people of different companies have it. */
export async function findGuestByAddress(
  db: Db,
  address: string,
): Promise<{ userId: string; name: string; customerId: string } | undefined> {
  const rows = await db
    .selectFrom("guest")
    .innerJoin("account", "account.user_id", "guest.user_id")
    .select(["guest.user_id as userId", "guest.name", "guest.customer_id as customerId"])
    .where(sql<string>`lower(guest.email)`, "=", address.toLowerCase())
    .where("account.ended_at", "is", null)
    .orderBy("guest.invited_at")
    .execute();
  const [first] = rows;
  return rows.every(({ customerId }) => customerId === first?.customerId) ? first : undefined;
}
