import { sql } from "kysely";
import type { Tx } from "../../../../db/connection.ts";

/** A room that is not as it was, or whose members are others. */
export interface RoomChange {
  readonly key: string;
  readonly name_en: string;
  readonly name_zh: string;
  readonly kind: "space" | "room";
  readonly opened: boolean;
  readonly closed: boolean;
  /** Another name, another place, or open again. */
  readonly changed: boolean;
}

/** Somebody who comes into a room or leaves it, whatever the reasons are. */
export interface MembershipChange {
  readonly room_key: string;
  readonly user_id: string;
  readonly enters: boolean;
}

export interface PersonName {
  readonly user_id: string;
  readonly name_en: string;
  readonly name_zh: string;
}

/**
 * Keeps what rooms and members are wanted now, until the transaction ends, for
 * `findChanges` to compare with. Accounts whose access has ended are in no room.
 */
export async function rememberWanted(tx: Tx): Promise<void> {
  await sql`
    CREATE TEMPORARY TABLE membership_before ON COMMIT DROP AS
    SELECT DISTINCT room_key, user_id
    FROM wanted_membership JOIN account USING (user_id) WHERE ended_at IS NULL`.execute(tx);
  await sql`
    CREATE TEMPORARY TABLE room_before ON COMMIT DROP AS
    SELECT key, name_en, name_zh, parent_key, archived_at IS NOT NULL AS archived FROM managed_room`.execute(tx);
  await sql`ANALYZE membership_before`.execute(tx);
}

/** What differs from the moment of `rememberWanted`. */
export async function findChanges(tx: Tx): Promise<{ rooms: RoomChange[]; memberships: MembershipChange[] }> {
  const memberships = await sql<MembershipChange>`
    WITH membership_after AS (
      SELECT DISTINCT room_key, user_id
      FROM wanted_membership JOIN account USING (user_id) WHERE ended_at IS NULL
    )
    SELECT room_key, user_id, before.room_key IS NULL AS enters
    FROM membership_before AS before FULL JOIN membership_after AS after USING (room_key, user_id)
    WHERE before.room_key IS NULL OR after.room_key IS NULL`.execute(tx);
  // A room that is no longer wanted stays, without a parent; only the company's own space never has one.
  const rooms = await sql<RoomChange>`
    SELECT after.key, after.name_en, after.name_zh, after.kind,
      before.key IS NULL AS opened,
      coalesce(
        (after.archived_at IS NOT NULL AND NOT before.archived)
          OR (after.parent_key IS NULL AND before.parent_key IS NOT NULL), false) AS closed,
      coalesce(
        (after.name_en, after.name_zh, after.parent_key, after.archived_at IS NOT NULL)
          IS DISTINCT FROM (before.name_en, before.name_zh, before.parent_key, before.archived), false) AS changed
    FROM managed_room AS after LEFT JOIN room_before AS before USING (key)`.execute(tx);
  return { rooms: rooms.rows, memberships: memberships.rows };
}

/** Names of the accounts of people, by person id. */
export async function namesOfPeople(tx: Tx, ids: readonly string[]): Promise<(PersonName & { id: string })[]> {
  const { rows } = await sql<PersonName & { id: string }>`
    SELECT id, user_id, name_en, name_zh FROM person WHERE id = ANY(${ids})`.execute(tx);
  return rows;
}

export async function namesOfAccounts(tx: Tx, userIds: readonly string[]): Promise<PersonName[]> {
  const { rows } = await sql<PersonName>`
    SELECT user_id, name_en, name_zh FROM account WHERE user_id = ANY(${userIds})`.execute(tx);
  return rows;
}
