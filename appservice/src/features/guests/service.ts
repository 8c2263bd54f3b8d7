import type { Locale } from "@portico/contract/common.ts";
import type { Guest, GuestRole } from "@portico/contract/guests.ts";
import type { Context } from "../../context.ts";
import { inTransaction } from "../../db/connection.ts";
import { recordEvent } from "../../db/record-event.ts";
import { AppError } from "../../errors.ts";
import { type Actor, requireAccount } from "../../policy/actor.ts";
import { requireVisible } from "../../policy/engine.ts";
import { guestsVisibleTo } from "../../policy/rules/guests.ts";
import { endGuest } from "./end.ts";
import { type GuestRecord, newGuestIds, readCursor, writeCursor } from "./model.ts";
import { presentGuest } from "./present.ts";
import {
  findCustomer,
  findGuest,
  hasOpenGuest,
  insertGuest,
  listCustomers,
  listGuests,
  lockEnd,
  markRevoked,
  prolongAccess,
  wantCustomerRoom,
  wantMembers,
} from "./store.ts";

const DAY_MS = 86_400_000;
/** Nobody from outside is let in for longer than this at a time. */
const LONGEST_DAYS = 365;

interface Invitation {
  readonly name: string;
  readonly email?: string | undefined;
  readonly customerId: string;
  readonly role: GuestRole;
  readonly locale: Locale;
  readonly accountDays?: number | undefined;
  readonly requestId?: string | undefined;
}

interface ShownLink {
  readonly guest: Guest;
  readonly link: string;
  readonly linkExpiresAt: string;
}

/**
 * Guests: people of customer companies. All guests of one company share one
 * room with the staff who invited any of them; people of different companies
 * never meet in a room made here.
 */
export function createGuestService({ db, links, policy, rooms, settings }: Context) {
  /** The guest, if the actor may do this with him; nobody learns of other guests even that they exist. */
  async function loadFor(
    actor: Actor,
    ability: "guest.read" | "guest.issue-link" | "guest.prolong" | "guest.revoke",
    id: string,
  ): Promise<GuestRecord> {
    const guest = await findGuest(db, id);
    if (guest === undefined) throw new AppError("NOT_FOUND", { noun: "guest" });
    requireVisible(actor, ability, "guest", guest);
    return guest;
  }

  async function show(actor: Actor, id: string, ability: "guest.read" | "guest.issue-link" = "guest.issue-link") {
    return presentGuest(await loadFor(actor, ability, id), actor, new Date());
  }

  async function list(actor: Actor, query: { cursor?: string | undefined; limit: number }) {
    const visible = guestsVisibleTo(actor);
    if (visible === "none") return { items: [], nextCursor: null, total: 0 };
    const after = query.cursor === undefined ? undefined : readCursor(query.cursor);
    if (query.cursor !== undefined && after === undefined) {
      throw new AppError(
        "REQUEST_INVALID",
        {},
        { problems: [{ path: "query.cursor", message: "is not one of ours" }] },
      );
    }
    // One more than asked for tells whether another page follows.
    const found = await listGuests(db, visible === "all" ? {} : visible, { after, limit: query.limit + 1 });
    const items = found.items.slice(0, query.limit);
    const last = items.at(-1);
    const now = new Date();
    return {
      items: items.map((guest) => presentGuest(guest, actor, now)),
      nextCursor: found.items.length > query.limit && last !== undefined ? writeCursor(last) : null,
      total: found.total,
    };
  }

  /** Pressing twice invites once: the second press gets the same guest and a link that takes the place of the first. */
  async function invite(actor: Actor, invitation: Invitation): Promise<ShownLink> {
    const inviter = requireAccount(actor);
    const { name, customerId, role, locale } = invitation;
    const email = invitation.email ?? null;
    const { requestId } = invitation;
    const invitedBy = inviter.userId;
    const request = requestId === undefined ? undefined : { invitedBy, requestId };
    const { id, userId } = newGuestIds(settings.guests.prefix, settings.serverName, request);
    const now = new Date();
    const issued = await inTransaction(db, async (tx) => {
      const customer = await findCustomer(tx, customerId);
      if (customer === undefined) throw new AppError("NOT_FOUND", { noun: "customer company" });
      const roomKey = await wantCustomerRoom(tx, customer);
      const again = request === undefined ? undefined : await findGuest(tx, id);
      if (again !== undefined) {
        await recordEvent(tx, actor, "guest.link-issued", { guestId: id });
        return links.issue(tx, actor, again.userId);
      }
      if (email !== null && (await hasOpenGuest(tx, { email, customerId, invitedBy, now }))) {
        throw new AppError("GUEST_EXISTS");
      }
      await insertGuest(tx, {
        id,
        userId,
        name,
        email,
        role,
        locale,
        customerId,
        company: settings.locale === "zh" ? customer.name_zh || customer.name_en : customer.name_en,
        roomKey,
        invitedBy,
        invitedAt: now,
        expiresAt: new Date(now.getTime() + (invitation.accountDays ?? settings.guests.accountDays) * DAY_MS),
      });
      await wantMembers(tx, roomKey, userId, invitedBy);
      await recordEvent(tx, actor, "guest.invited", { guestId: id, customerId });
      return links.issue(tx, actor, userId);
    });
    rooms.wake();
    return {
      guest: await show(actor, id),
      link: issued.link,
      linkExpiresAt: issued.expiresAt.toISOString(),
    };
  }

  async function issueLink(actor: Actor, id: string): Promise<ShownLink> {
    const guest = await loadFor(actor, "guest.issue-link", id);
    const issued = await inTransaction(db, async (tx) => {
      const link = await links.issue(tx, actor, guest.userId);
      await recordEvent(tx, actor, "guest.link-issued", { guestId: id });
      return link;
    });
    return {
      guest: await show(actor, id),
      link: issued.link,
      linkExpiresAt: issued.expiresAt.toISOString(),
    };
  }

  /** Moves the end of the access to a later day. Asking for the end that it has already changes nothing. */
  async function prolong(actor: Actor, id: string, expiresAt: Date): Promise<Guest> {
    await loadFor(actor, "guest.prolong", id);
    const now = new Date();
    await inTransaction(db, async (tx) => {
      const { end, ended } = await lockEnd(tx, id);
      if (ended || end <= now) throw new AppError("GUEST_ENDED");
      if (end.getTime() === expiresAt.getTime()) return;
      const latest = new Date(now.getTime() + LONGEST_DAYS * DAY_MS);
      if (expiresAt < end || expiresAt > latest) throw new AppError("GUEST_END_OUT_OF_RANGE", { days: LONGEST_DAYS });
      await prolongAccess(tx, id, expiresAt);
      await recordEvent(tx, actor, "guest.prolonged", { guestId: id });
    });
    await policy.publish();
    return show(actor, id);
  }

  /**
   * Ends the access. When this resolves the homeserver refuses every request of
   * the guest; the end of the Matrix sessions themselves follows. When the
   * homeserver does not answer, the access has ended here all the same and the
   * policy module learns of it by itself; the caller hears of the failure.
   */
  async function revoke(actor: Actor, id: string): Promise<Guest> {
    const guest = await loadFor(actor, "guest.revoke", id);
    await inTransaction(db, async (tx) => {
      const now = new Date();
      await endGuest(tx, links, guest.userId, now);
      if (await markRevoked(tx, id, now)) await recordEvent(tx, actor, "guest.revoked", { guestId: id });
    });
    rooms.wake();
    await policy.publish();
    return show(actor, id);
  }

  return {
    list,
    read: (actor: Actor, id: string): Promise<Guest> => show(actor, id, "guest.read"),
    invite,
    issueLink,
    prolong,
    revoke,
    async customers() {
      const rows = await listCustomers(db);
      return { items: rows.map((row) => ({ id: row.id, name: { en: row.name_en, zh: row.name_zh } })) };
    },
  };
}
