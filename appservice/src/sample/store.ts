import type { Role } from "@portico/contract/abilities.ts";
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

/**
 * Wants the room of a project group, with its people. Nobody can found such a
 * room by hand yet, and one that people make has a name in one language only.
 */
export async function wantProjectRoom(
  db: Db,
  room: { readonly key: string; readonly name: string; readonly name_zh: string },
  userIds: readonly string[],
): Promise<void> {
  const key = projectRoomKey(room.key);
  await db
    .insertInto("managed_room")
    .values({ key, kind: "room", purpose: "project", name_en: room.name, name_zh: room.name_zh })
    .onConflict((conflict) => conflict.column("key").doNothing())
    .execute();
  await db
    .insertInto("wanted_membership")
    .values(userIds.map((user_id) => ({ room_key: key, user_id, source: "manual" as const, power: 0 })))
    .onConflict((conflict) => conflict.columns(["room_key", "user_id", "source", "source_id"]).doNothing())
    .execute();
}

/** The Matrix room of a project group; throws when it does not exist. */
export async function findProjectRoom(db: Db, key: string): Promise<string> {
  const room = await db
    .selectFrom("managed_room")
    .select("room_id")
    .where("key", "=", projectRoomKey(key))
    .executeTakeFirstOrThrow();
  if (room.room_id === null) throw new Error(`the room of the project ${key} does not exist`);
  return room.room_id;
}

const projectRoomKey = (key: string): string => `project:${key}:room`;

/** Gives an outsider the role that the sample says; invitations know only the plain one so far. */
export async function setOutsiderRole(db: Db, userId: string, role: Role): Promise<void> {
  await db.updateTable("account").set({ role }).where("user_id", "=", userId).where("role", "<>", role).execute();
}
