import type { Locale } from "@portico/contract/common.ts";
import type { GuestRole } from "@portico/contract/guests.ts";
import { sql } from "kysely";
import type { Db, Tx } from "../../db/connection.ts";
import type { CustomerRow } from "../../db/tables/customer.ts";
import type { GuestPosition, GuestRecord } from "./model.ts";
import { customerRoomKey } from "./model.ts";

const OWN_POWER = 50;

export const listCustomers = (db: Db): Promise<CustomerRow[]> =>
  db.selectFrom("customer").selectAll().where("kind", "=", "customer").orderBy("name_en").orderBy("id").execute();

export const findCustomer = (db: Db, id: string): Promise<CustomerRow | undefined> =>
  db
    .selectFrom("customer")
    .selectAll()
    .where("id", "=", id)
    .where("kind", "=", "customer")
    .executeTakeFirst();

/**
 * Asks for the company's room, or brings its name up to date, and locks it
 * until the transaction ends, so that invitations into one room follow each other.
 */
export async function wantCustomerRoom(tx: Tx, customer: CustomerRow): Promise<string> {
  const key = customerRoomKey(customer.id);
  const name = { name_en: customer.name_en, name_zh: customer.name_zh };
  await tx
    .insertInto("managed_room")
    .values({
      key,
      room_id: null,
      kind: "room",
      purpose: "customer",
      ...name,
      topic: null,
      parent_key: null,
      department_id: null,
      customer_id: customer.id,
    })
    .onConflict((conflict) => conflict.column("key").doUpdateSet(name))
    .execute();
  return key;
}

/** Wants a guest, and whoever invited him, in the room. */
export async function wantMembers(tx: Tx, roomKey: string, guestUserId: string, inviterUserId: string): Promise<void> {
  await tx
    .insertInto("wanted_membership")
    .values([
      { room_key: roomKey, user_id: guestUserId, source: "guest", power: 0 },
      { room_key: roomKey, user_id: inviterUserId, source: "guest", power: OWN_POWER },
    ])
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export interface NewGuestRecord {
  readonly id: string;
  readonly userId: string;
  readonly name: string;
  readonly email: string | null;
  readonly role: GuestRole | "partner_contact";
  readonly locale: Locale;
  readonly customerId: string;
  /** Name of the company, shown as badge. */
  readonly company: string;
  readonly roomKey: string;
  readonly invitedBy: string;
  readonly invitedAt: Date;
  readonly expiresAt: Date;
}

/** Writes the guest together with the account. */
export async function insertGuest(tx: Tx, guest: NewGuestRecord): Promise<void> {
  await tx
    .insertInto("account")
    .values({
      user_id: guest.userId,
      class: "guest",
      role: guest.role,
      name_en: guest.name,
      name_zh: guest.name,
      locale: guest.locale,
      guest_id: guest.id,
      company: guest.company,
      expires_at: guest.expiresAt,
    })
    .execute();
  await tx
    .insertInto("guest")
    .values({
      id: guest.id,
      user_id: guest.userId,
      name: guest.name,
      email: guest.email,
      customer_id: guest.customerId,
      room_key: guest.roomKey,
      invited_by: guest.invitedBy,
      invited_at: guest.invitedAt,
    })
    .execute();
}

/** Whether somebody has a guest of the company with this address whose access has not ended. */
export async function hasOpenGuest(
  tx: Tx,
  { email, customerId, invitedBy, now }: { email: string; customerId: string; invitedBy: string; now: Date },
): Promise<boolean> {
  const row = await tx
    .selectFrom("guest")
    .innerJoin("account", "account.user_id", "guest.user_id")
    .select("guest.id")
    .where(sql<string>`lower(guest.email)`, "=", email.toLowerCase())
    .where("guest.customer_id", "=", customerId)
    .where("guest.invited_by", "=", invitedBy)
    .where("account.ended_at", "is", null)
    .where("account.expires_at", ">", now)
    .executeTakeFirst();
  return row !== undefined;
}

const selectGuests = (db: Db) =>
  db
    .selectFrom("guest")
    .innerJoin("account", "account.user_id", "guest.user_id")
    .innerJoin("customer", "customer.id", "guest.customer_id")
    .innerJoin("managed_room", "managed_room.key", "guest.room_key")
    .select([
      "guest.id",
      "guest.user_id as userId",
      "guest.name",
      "guest.email",
      "guest.invited_by as invitedBy",
      "guest.invited_at as invitedAt",
      "customer.id as customerId",
      "customer.name_en",
      "customer.name_zh",
      "managed_room.room_id as roomId",
      "account.expires_at as expiresAt",
      "account.arrived_at as arrivedAt",
      "guest.revoked_at as revokedAt",
    ]);

type SelectedGuest = Awaited<ReturnType<ReturnType<typeof selectGuests>["execute"]>>[number];

function toRecord({ customerId, name_en, name_zh, expiresAt, ...row }: SelectedGuest): GuestRecord {
  if (expiresAt === null) throw new Error(`guest ${row.id} has an account without end`);
  return { ...row, expiresAt, customer: { id: customerId, name: { en: name_en, zh: name_zh } } };
}

export async function findGuest(db: Db, id: string): Promise<GuestRecord | undefined> {
  const row = await selectGuests(db).where("guest.id", "=", id).executeTakeFirst();
  return row && toRecord(row);
}

/** A page of guests, newest first, and how many there are; of one inviter where that is asked for. */
export async function listGuests(
  db: Db,
  filter: { readonly invitedBy?: string },
  page: { readonly after: GuestPosition | undefined; readonly limit: number },
): Promise<{ items: GuestRecord[]; total: number }> {
  const { invitedBy } = filter;
  const { after, limit } = page;
  const rows = await selectGuests(db)
    .$if(invitedBy !== undefined, (query) => query.where("guest.invited_by", "=", invitedBy ?? ""))
    .$if(after !== undefined, (query) =>
      query.where(sql<boolean>`(guest.invited_at, guest.id) < (${after?.invitedAt}, ${after?.id})`),
    )
    .orderBy("guest.invited_at", "desc")
    .orderBy("guest.id", "desc")
    .limit(limit)
    .execute();
  const { total } = await db
    .selectFrom("guest")
    .select((eb) => eb.fn.countAll<number>().as("total"))
    .$if(invitedBy !== undefined, (query) => query.where("invited_by", "=", invitedBy ?? ""))
    .executeTakeFirstOrThrow();
  return { items: rows.map(toRecord), total };
}

/** Ends the account and its memberships; false when it had ended before. */
export async function endAccount(tx: Tx, userId: string, now: Date): Promise<boolean> {
  const ended = await tx
    .updateTable("account")
    .set({ ended_at: now })
    .where("user_id", "=", userId)
    .where("ended_at", "is", null)
    .returning("user_id")
    .executeTakeFirst();
  await tx.deleteFrom("wanted_membership").where("user_id", "=", userId).execute();
  return ended !== undefined;
}

/** When a guest's access ends, and whether it has; it stays so until the transaction ends. */
export async function lockEnd(tx: Tx, guestId: string): Promise<{ end: Date; ended: boolean }> {
  const row = await tx
    .selectFrom("account")
    .select(["expires_at", "ended_at"])
    .where("guest_id", "=", guestId)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
  if (row.expires_at === null) throw new Error(`guest ${guestId} has an account without end`);
  return { end: row.expires_at, ended: row.ended_at !== null };
}

export async function prolongAccess(tx: Tx, guestId: string, expiresAt: Date): Promise<void> {
  await tx.updateTable("account").set({ expires_at: expiresAt }).where("guest_id", "=", guestId).execute();
}

/**
 * Guests of an inviter about whom he has to decide something: those who came and
 * whose access ends before `soon`, and those whose link ran out before they came.
 */
export async function listUndecided(
  db: Db,
  { invitedBy, now, soon }: { readonly invitedBy: string; readonly now: Date; readonly soon: Date },
): Promise<{ guest: GuestRecord; linkEnded: Date | null }[]> {
  const rows = await selectGuests(db)
    .select((eb) =>
      eb
        .selectFrom("one_time_link")
        .select(({ fn }) => fn.max<Date | null>("one_time_link.expires_at").as("ended"))
        .whereRef("one_time_link.user_id", "=", "guest.user_id")
        .as("linkEnded"),
    )
    .where("guest.invited_by", "=", invitedBy)
    .where("account.ended_at", "is", null)
    .where("account.expires_at", ">", now)
    .where((eb) =>
      eb.or([
        eb.and([eb("account.arrived_at", "is not", null), eb("account.expires_at", "<", soon)]),
        eb.and([
          eb("account.arrived_at", "is", null),
          eb.not(
            eb.exists(
              eb
                .selectFrom("one_time_link")
                .select("one_time_link.token_hash")
                .whereRef("one_time_link.user_id", "=", "guest.user_id")
                .where("one_time_link.expires_at", ">", now),
            ),
          ),
        ]),
      ]),
    )
    .execute();
  return rows.map(({ linkEnded, ...row }) => ({ guest: toRecord(row), linkEnded }));
}

/** Notes that the access was ended by somebody; false when it was before. */
export async function markRevoked(tx: Tx, id: string, now: Date): Promise<boolean> {
  const revoked = await tx
    .updateTable("guest")
    .set({ revoked_at: now })
    .where("id", "=", id)
    .where("revoked_at", "is", null)
    .returning("id")
    .executeTakeFirst();
  return revoked !== undefined;
}

/** Guests whose time had run out then and whose account has not been ended yet. */
export const listRunOut = (db: Db, then: Date, limit: number): Promise<{ id: string; userId: string }[]> =>
  db
    .selectFrom("guest")
    .innerJoin("account", "account.user_id", "guest.user_id")
    .select(["guest.id", "guest.user_id as userId"])
    .where("account.ended_at", "is", null)
    .where("account.expires_at", "<=", then)
    .orderBy("account.expires_at")
    .limit(limit)
    .execute();
