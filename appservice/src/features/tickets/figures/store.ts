import { sql } from "kysely";
import type { Db } from "../../../db/connection.ts";

/** Tickets received in a time, with what their figures need. */
export const listForFigures = (db: Db, from: Date, before: Date) =>
  db
    .selectFrom("ticket")
    .leftJoin("ticket_rating", (join) =>
      join
        .onRef("ticket_rating.ticket_id", "=", "ticket.id")
        .onRef("ticket_rating.resolution", "=", "ticket.resolution"),
    )
    .select([
      "ticket.state",
      "ticket.queue_id as queueId",
      "ticket.owner_id as ownerId",
      "ticket.customer_id as customerId",
      "ticket.first_minutes as firstMinutes",
      "ticket.solution_minutes as solutionMinutes",
      "ticket.first_kept as firstKept",
      "ticket.solution_kept as solutionKept",
      "ticket_rating.score",
      sql<string>`to_char(ticket.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD')`.as("day"),
    ])
    .where("ticket.created_at", ">=", from)
    .where("ticket.created_at", "<", before)
    .where("ticket.state", "not in", ["merged", "spam"])
    .execute();
