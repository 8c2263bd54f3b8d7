import { MEMBER_COMPANY_FIELD } from "@portico/contract/matrix.ts";
import { sql } from "kysely";
import type { Db, Tx } from "../../../db/connection.ts";
import type { Membership, StateEvent } from "../../../matrix/ports.ts";
import { type ActualItem, isOurs } from "../state/model.ts";

/** What Matrix says of one account in a room. */
export interface ActualMember {
  readonly membership: Membership;
  readonly company: string | null;
  readonly eventId: string;
  readonly sender: string;
}

/** What a membership event says. */
export function toMember(event: Pick<StateEvent, "content" | "eventId" | "sender">): ActualMember {
  const company = event.content[MEMBER_COMPANY_FIELD];
  return {
    membership: event.content["membership"] as Membership,
    company: typeof company === "string" ? company : null,
    eventId: event.eventId,
    sender: event.sender,
  };
}

export async function findMember(db: Db, roomKey: string, userId: string): Promise<ActualMember | undefined> {
  const row = await db
    .selectFrom("actual_membership")
    .selectAll()
    .where("room_key", "=", roomKey)
    .where("user_id", "=", userId)
    .executeTakeFirst();
  return row && { membership: row.membership, company: row.company, eventId: row.event_id, sender: row.sender };
}

export async function saveMember(db: Db, roomKey: string, userId: string, member: ActualMember): Promise<void> {
  const said = {
    membership: member.membership,
    company: member.company,
    event_id: member.eventId,
    sender: member.sender,
  };
  await db
    .insertInto("actual_membership")
    .values({ room_key: roomKey, user_id: userId, ...said })
    .onConflict((conflict) => conflict.columns(["room_key", "user_id"]).doUpdateSet(said))
    .execute();
}

/** What is kept of a room's state events that are ours. */
export async function listState(db: Db, roomKey: string): Promise<ActualItem[]> {
  const rows = await db.selectFrom("actual_state").selectAll().where("room_key", "=", roomKey).execute();
  return rows.map((row) => ({
    type: row.type,
    stateKey: row.state_key,
    content: row.content,
    eventId: row.event_id,
    sender: row.sender,
    foreign: row.foreign_write,
  }));
}

export async function findState(
  db: Db,
  roomKey: string,
  type: string,
  stateKey: string,
): Promise<{ eventId: string } | undefined> {
  const row = await db
    .selectFrom("actual_state")
    .select("event_id")
    .where("room_key", "=", roomKey)
    .where("type", "=", type)
    .where("state_key", "=", stateKey)
    .executeTakeFirst();
  return row && { eventId: row.event_id };
}

/** `foreign`: not known to be our own write. */
export async function saveState(db: Db, roomKey: string, event: StateEvent, foreign: boolean): Promise<void> {
  const said = {
    content: JSON.stringify(event.content),
    event_id: event.eventId,
    sender: event.sender,
    foreign_write: foreign,
  };
  await db
    .insertInto("actual_state")
    .values({ room_key: roomKey, type: event.type, state_key: event.stateKey, ...said })
    .onConflict((conflict) => conflict.columns(["room_key", "type", "state_key"]).doUpdateSet(said))
    .execute();
}

/** The item of a room whose current event has this id; redacting that event changes it without a new one. */
export const markRedacted = async (db: Db, roomKey: string, eventId: string): Promise<boolean> => {
  const row = await db
    .updateTable("actual_state")
    .set({ foreign_write: true, content: JSON.stringify({}) })
    .where("room_key", "=", roomKey)
    .where("event_id", "=", eventId)
    .returning("type")
    .executeTakeFirst();
  return row !== undefined;
};

/**
 * Keeps the whole state of a room as it was just read. An event that was not
 * known before counts as foreign, unless this is the first time that the room is read.
 */
export async function saveWhole(tx: Tx, roomKey: string, state: readonly StateEvent[], first: boolean): Promise<void> {
  const members = state
    .filter((event) => event.type === "m.room.member")
    .map((event) => {
      const { eventId, ...member } = toMember(event);
      return { room_key: roomKey, user_id: event.stateKey, event_id: eventId, ...member };
    });
  await sql`
    INSERT INTO actual_membership (room_key, user_id, membership, company, event_id, sender)
    SELECT room_key, user_id, membership, company, event_id, sender
    FROM json_to_recordset(${JSON.stringify(members)})
      AS read (room_key text, user_id text, membership text, company text, event_id text, sender text)
    ON CONFLICT (room_key, user_id) DO UPDATE SET
      membership = excluded.membership, company = excluded.company,
      event_id = excluded.event_id, sender = excluded.sender
    WHERE actual_membership.event_id <> excluded.event_id`.execute(tx);
  await sql`
    DELETE FROM actual_membership WHERE room_key = ${roomKey}
      AND user_id NOT IN (SELECT user_id FROM json_to_recordset(${JSON.stringify(members)}) AS read (user_id text))`.execute(
    tx,
  );
  const items = state.filter(isOurs).map((event) => ({
    room_key: roomKey,
    type: event.type,
    state_key: event.stateKey,
    content: event.content,
    event_id: event.eventId,
    sender: event.sender,
  }));
  await sql`
    INSERT INTO actual_state (room_key, type, state_key, content, event_id, sender, foreign_write)
    SELECT room_key, type, state_key, content, event_id, sender, ${!first}
    FROM json_to_recordset(${JSON.stringify(items)})
      AS read (room_key text, type text, state_key text, content jsonb, event_id text, sender text)
    ON CONFLICT (room_key, type, state_key) DO UPDATE SET
      content = excluded.content, event_id = excluded.event_id, sender = excluded.sender,
      foreign_write = actual_state.foreign_write OR actual_state.event_id <> excluded.event_id
    WHERE (actual_state.event_id, actual_state.content) IS DISTINCT FROM (excluded.event_id, excluded.content)`.execute(
    tx,
  );
  await tx.updateTable("managed_room").set({ loaded_at: new Date() }).where("key", "=", roomKey).execute();
}
