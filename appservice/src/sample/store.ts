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
