import { sql } from "kysely";
import type { Role } from "@portico/contract/roles.ts";
import type { Db } from "../db/connection.ts";

/** Wants staff in the room of a customer company besides those who invited its guests. */
export async function wantInCustomerRoom(db: Db, customerId: string, userIds: readonly string[]): Promise<void> {
  const room = await db
    .selectFrom("managed_room")
    .select("key")
    .where("customer_id", "=", customerId)
    .where("kind", "=", "room")
    .executeTakeFirstOrThrow();
  await db
    .insertInto("wanted_membership")
    .values(userIds.map((user_id) => ({ room_key: room.key, user_id, source: "manual" as const, power: 0 })))
    .onConflict((conflict) => conflict.columns(["room_key", "user_id", "source", "source_id"]).doNothing())
    .execute();
}

/** Gives an outsider the role that the sample says; invitations know only the plain one so far. */
export async function setOutsiderRole(db: Db, userId: string, role: Role): Promise<void> {
  await db.updateTable("account").set({ role }).where("user_id", "=", userId).where("role", "<>", role).execute();
}

/** Lets a suggestion have come earlier, with all that followed. */
export async function backdateSuggestion(db: Db, id: string, received: Date): Promise<void> {
  await sql`
    UPDATE suggestion SET received_at = ${received},
      due_at = ${received}::timestamptz + make_interval(days => topic.due_days),
      answered_at = CASE WHEN answered_at IS NULL THEN NULL ELSE ${received}::timestamptz + interval '6 days' END
    FROM suggestion_topic AS topic WHERE suggestion.id = ${id} AND topic.id = topic_id`.execute(db);
  await sql`
    UPDATE suggestion_message SET at = ${received}::timestamptz + interval '1 day' WHERE suggestion_id = ${id}`.execute(
    db,
  );
}
