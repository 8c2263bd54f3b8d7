import type { AppserviceSettings } from "@portico/config/settings.ts";
import type { PolicySnapshot } from "@portico/contract/policy-snapshot.ts";
import type { DbPool } from "../db/connection.ts";
import type { ManagedRoomRow } from "../db/tables/managed-room.ts";

/** Reads the version alone, which moves with every change of accounts, rooms and wanted memberships. */
export async function policyVersion(db: DbPool): Promise<{ installation: string; version: number }> {
  const row = await db.selectFrom("installation").select(["id", "policy_version"]).executeTakeFirstOrThrow();
  return { installation: row.id, version: row.policy_version };
}

/** Builds what the homeserver's policy module decides from, at one point in time. */
export async function buildSnapshot(db: DbPool, settings: AppserviceSettings): Promise<PolicySnapshot> {
  return db
    .transaction()
    .setIsolationLevel("repeatable read")
    .execute(async (tx) => {
      const { id, policy_version } = await tx
        .selectFrom("installation")
        .select(["id", "policy_version"])
        .executeTakeFirstOrThrow();
      const accounts = await tx
        .selectFrom("account")
        .select(["user_id", "class", "company", "expires_at", "ended_at"])
        .execute();
      const rooms = await tx
        .selectFrom("managed_room")
        .select(["key", "room_id", "kind", "purpose", "owner_kind", "owner_id", "powers"])
        .where("room_id", "is not", null)
        .execute();
      const wanted = await tx
        .selectFrom("wanted_membership")
        .select(["room_key", "user_id", ({ fn }) => fn.max("power").as("power")])
        .groupBy(["room_key", "user_id"])
        .execute();
      const members = Map.groupBy(wanted, (row) => row.room_key);
      return {
        version: policy_version,
        installation: id,
        generated_ts: Date.now(),
        server_name: settings.serverName,
        bot_user_id: `@${settings.homeserver.senderLocalpart}:${settings.serverName}`,
        guest_prefix: settings.guests.prefix,
        users: Object.fromEntries(
          accounts.map((row) => [
            row.user_id,
            {
              class: row.class,
              ...(row.expires_at !== null && { expires_ts: row.expires_at.getTime() }),
              ...(row.ended_at !== null && { ended: true }),
              ...(row.company !== null && { company: row.company }),
            },
          ]),
        ),
        rooms: Object.fromEntries(
          rooms.flatMap((row) =>
            row.room_id === null ? [] : [[row.room_id, presentRoom(row, members.get(row.key) ?? [])] as const],
          ),
        ),
      };
    });
}

type RoomColumns = Pick<ManagedRoomRow, "kind" | "purpose" | "owner_kind" | "owner_id" | "powers">;

function presentRoom(
  { kind, purpose, owner_kind, owner_id, powers }: RoomColumns,
  members: readonly { readonly user_id: string; readonly power: number }[],
): PolicySnapshot["rooms"][string] {
  const begin = powers?.begin;
  const closed = powers?.closed ?? [];
  return {
    purpose,
    kind,
    ...(owner_kind !== null && owner_id !== null && { owner: { kind: owner_kind, id: owner_id } }),
    members: members.map(({ user_id }) => user_id),
    ...(begin !== undefined && {
      beginners: members.filter(({ power }) => power >= begin).map(({ user_id }) => user_id),
    }),
    ...(closed.length > 0 && { closed: [...closed] }),
  };
}
