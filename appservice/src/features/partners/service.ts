import { randomUUID } from "node:crypto";
import type { LocalizedText, Locale } from "@portico/contract/common.ts";
import type { PartnerKind, PartnerWhole } from "@portico/contract/partners-schemas.ts";
import type { Context } from "../../context.ts";
import { inTransaction, type Tx } from "../../db/connection.ts";
import { recordEvent } from "../../db/record-event.ts";
import { deterministicId } from "../../deterministic-id.ts";
import { AppError } from "../../errors.ts";
import { type AccountActor, type Actor, requireAccount } from "../../policy/actor.ts";
import { can, requireAbility, requireVisible } from "../../policy/engine.ts";
import { type PartnerSubject, partnersVisibleTo } from "../../policy/rules/partners.ts";
import { endGuest, insertGuest, markRevoked, newGuestIds } from "../guests/index.ts";
import { audienceMark, byOf, sideOf } from "./model.ts";
import { presentAgreement, presentContact, presentNotice, presentPartner, presentRoom } from "./present.ts";
import * as store from "./store.ts";
import { closeZone, followContacts, openRoom } from "./zone.ts";

const DAY_MS = 86_400_000;
/** As long as anybody from outside is let in at a time; the agreement's end comes before it. */
const ACCESS_DAYS = 365;
const CONVERSATION = { en: "Conversation", zh: "会话" } as const;

type Ability = "partner.read" | "partner.manage" | "partner.work" | "partner.accept" | "partner.end";
type NewContact = { readonly duty: string; readonly seen: string } & (
  | { readonly side: "ours"; readonly userId: string }
  | { readonly side: "theirs"; readonly name: string; readonly email?: string | undefined; readonly locale: Locale }
);

export const subjectOf = ({ contacts }: store.PartnerRecord): PartnerSubject => ({
  contacts: contacts.map(({ userId }) => userId),
});

/** The agreement that has not ended. */
export function openAgreement({ agreement }: store.PartnerRecord): store.AgreementRow {
  if (agreement === null || agreement.state === "ended") throw new AppError("PARTNER_AGREEMENT_CLOSED");
  return agreement;
}

/** The agreement, if both sides have agreed to it. */
export function agreementInForce(partner: store.PartnerRecord): store.AgreementRow {
  const agreement = openAgreement(partner);
  if (agreement.state !== "accepted") throw new AppError("PARTNER_AGREEMENT_CLOSED");
  return agreement;
}

/** The partner, if the actor works with it and may do this; of others nobody learns that they exist. */
export function allow(actor: Actor, ability: Ability, partner: store.PartnerRecord | undefined): store.PartnerRecord {
  if (partner === undefined) throw new AppError("NOT_FOUND", { noun: "partner" });
  requireVisible(actor, "partner.read", "partner", subjectOf(partner));
  requireAbility(actor, ability, subjectOf(partner));
  return partner;
}

/** Partners: an agreement, contact persons of both sides, and a zone of rooms that is theirs alone. */
export function createPartnerService({ db, links, policy, rooms, settings }: Context) {
  async function whole(actor: Actor, id: string): Promise<PartnerWhole> {
    const partner = allow(actor, "partner.read", await store.findPartner(db, id));
    const agreementId = partner.agreement?.id ?? "";
    const side = sideOf(actor);
    const none = partner.agreement === null;
    const abilities = (["partner.manage", "partner.work", "partner.accept", "partner.end"] as const).filter((name) =>
      can(actor, name, subjectOf(partner)),
    );
    return {
      partner: presentPartner(partner, side),
      agreements: (await store.listAgreements(db, id)).map(presentAgreement),
      contacts: none ? [] : (await store.listContacts(db, agreementId)).map(presentContact),
      rooms: none ? [] : (await store.listRooms(db, agreementId)).map(presentRoom),
      notices: none ? [] : (await store.listNotices(db, agreementId)).map(presentNotice),
      side,
      abilities,
    };
  }

  /** Does something with a partner in one transaction, and wakes who brings it into Matrix. */
  async function change<T>(
    actor: Actor,
    ability: Ability,
    id: string,
    work: (tx: Tx, partner: store.PartnerRecord, account: AccountActor) => Promise<T>,
  ): Promise<T> {
    const account = requireAccount(actor);
    const result = await inTransaction(db, async (tx) =>
      work(tx, allow(actor, ability, await store.lockPartner(tx, id)), account),
    );
    rooms.wake();
    return result;
  }

  async function propose(
    tx: Tx,
    actor: AccountActor,
    partner: { id: string; name: LocalizedText },
    { title, terms }: { title: string; terms: string },
  ): Promise<void> {
    const [agreementId, at] = [randomUUID(), new Date()];
    await store.insertAgreement(tx, { id: agreementId, partnerId: partner.id, title, terms, by: byOf(actor), at });
    await store.insertContact(tx, {
      id: randomUUID(),
      agreementId,
      side: "ours",
      userId: actor.userId,
      duty: title,
      at,
    });
    const zone = { agreementId, partnerName: partner.name };
    const name = { en: `${partner.name.en}: ${CONVERSATION.en}`, zh: `${partner.name.zh}：${CONVERSATION.zh}` };
    await openRoom(tx, zone, { id: randomUUID(), name, at });
    await recordEvent(tx, actor, "partner.proposed", { partnerId: partner.id, agreementId });
  }

  async function audience(tx: store.PartnerRecord, from: Parameters<typeof store.listRooms>[0]) {
    const agreement = openAgreement(tx);
    const contacts = (await store.listContacts(from, agreement.id)).filter(({ removed_at }) => removed_at === null);
    const zoneRooms = await store.listRooms(from, agreement.id);
    return {
      seen: audienceMark(
        zoneRooms.map(({ id }) => id),
        contacts.map(({ user_id }) => user_id),
      ),
      rooms: zoneRooms.map(presentRoom),
      readers: contacts.map(({ user_id: userId, name, company }) => ({ userId, name, company })),
    };
  }

  /** Nobody opens anything to readers who were not shown first. */
  async function requireSeen(tx: Tx, partner: store.PartnerRecord, seen: string): Promise<void> {
    if ((await audience(partner, tx)).seen !== seen) throw new AppError("PARTNER_AUDIENCE_CHANGED");
  }

  async function endAccess(tx: Tx, userId: string, at: Date): Promise<void> {
    await endGuest(tx, links, userId, at);
    const guest = await store.guestOf(tx, userId);
    if (guest !== undefined) await markRevoked(tx, guest.id, at);
  }

  async function invite(tx: Tx, actor: AccountActor, partner: store.PartnerRecord, contact: NewContact & { side: "theirs" }) {
    const agreement = openAgreement(partner);
    const [conversation] = await store.listRooms(tx, agreement.id);
    if (conversation === undefined) throw new Error(`the zone of ${agreement.id} has no room`);
    const { id, userId } = newGuestIds(settings.guests.prefix, settings.serverName);
    const now = new Date();
    await insertGuest(tx, {
      id,
      userId,
      name: contact.name,
      email: contact.email ?? null,
      role: "partner_contact",
      locale: contact.locale,
      customerId: partner.id,
      company: settings.locale === "zh" ? partner.name.zh : partner.name.en,
      roomKey: conversation.key,
      invitedBy: actor.userId,
      invitedAt: now,
      expiresAt: new Date(now.getTime() + ACCESS_DAYS * DAY_MS),
    });
    await recordEvent(tx, actor, "guest.invited", { guestId: id, customerId: partner.id });
    return userId;
  }

  async function findContact(tx: Tx, partner: store.PartnerRecord, contactId: string) {
    const all = await store.listContacts(tx, openAgreement(partner).id);
    const contact = all.find(({ id, removed_at }) => id === contactId && removed_at === null);
    if (contact === undefined) throw new AppError("NOT_FOUND", { noun: "contact person" });
    return contact;
  }

  return {
    whole,

    async list(actor: Actor) {
      const visible = partnersVisibleTo(actor);
      if (visible === "none") return { items: [] };
      const found = await store.listPartners(db, visible === "all" ? {} : visible);
      return { items: found.map((partner) => presentPartner(partner, sideOf(actor))) };
    },

    async create(
      actor: Actor,
      { requestId, name, kind, ...agreement }: { requestId: string; name: LocalizedText; kind: PartnerKind; title: string; terms: string },
    ) {
      const account = requireAccount(actor);
      const id = `p-${deterministicId("partner", account.userId, requestId)}`;
      await inTransaction(db, async (tx) => {
        if (await store.insertPartner(tx, { id, name, kind, at: new Date() })) {
          await propose(tx, account, { id, name }, agreement);
        }
      });
      rooms.wake();
      return whole(actor, id);
    },

    async renew(actor: Actor, id: string, agreement: { title: string; terms: string }) {
      await change(actor, "partner.manage", id, async (tx, partner, account) => {
        if (partner.agreement !== null && partner.agreement.state !== "ended") throw new AppError("PARTNER_AGREEMENT_OPEN");
        await propose(tx, account, partner, agreement);
      });
      return whole(actor, id);
    },

    async audience(actor: Actor, id: string) {
      return audience(allow(actor, "partner.work", await store.findPartner(db, id)), db);
    },

    async accept(actor: Actor, id: string) {
      await change(actor, "partner.accept", id, async (tx, partner, account) => {
        const agreement = openAgreement(partner);
        if (agreement.state === "accepted") return;
        await store.acceptAgreement(tx, agreement.id, byOf(account), new Date());
        await recordEvent(tx, actor, "partner.accepted", { partnerId: id, agreementId: agreement.id });
      });
      return whole(actor, id);
    },

    /** When this resolves the homeserver refuses every request of the partner's people. */
    async end(actor: Actor, id: string, reason: string) {
      await change(actor, "partner.end", id, async (tx, partner, account) => {
        const agreement = openAgreement(partner);
        const at = new Date();
        await store.endAgreement(tx, agreement.id, byOf(account), at, reason);
        await recordEvent(tx, actor, "partner.ended", { partnerId: id, agreementId: agreement.id, reason });
        for (const { userId, side } of partner.contacts) if (side === "theirs") await endAccess(tx, userId, at);
        await closeZone(tx, agreement.id);
      });
      await policy.publish();
      return { ended: true as const };
    },

    async addContact(actor: Actor, id: string, contact: NewContact) {
      const link = await change(actor, "partner.manage", id, async (tx, partner, account) => {
        const agreementId = openAgreement(partner).id;
        await requireSeen(tx, partner, contact.seen);
        if (contact.side === "ours" && (await store.findColleague(tx, contact.userId)) === undefined) {
          throw new AppError("NOT_FOUND", { noun: "colleague" });
        }
        const userId = contact.side === "ours" ? contact.userId : await invite(tx, account, partner, contact);
        const row = { id: randomUUID(), agreementId, side: contact.side, userId, duty: contact.duty, at: new Date() };
        if (await store.insertContact(tx, row)) {
          await followContacts(tx, agreementId);
          await recordEvent(tx, actor, "partner.contact-added", { partnerId: id, agreementId, contactId: row.id, userId });
        }
        return contact.side === "ours" ? null : (await links.issue(tx, actor, userId)).link;
      });
      return { whole: await whole(actor, id), link };
    },

    async removeContact(actor: Actor, id: string, contactId: string) {
      await change(actor, "partner.manage", id, async (tx, partner) => {
        const contact = await findContact(tx, partner, contactId);
        const [agreementId, at] = [contact.agreement_id, new Date()];
        await store.removeContact(tx, contactId, at);
        if (contact.side === "theirs") await endAccess(tx, contact.user_id, at);
        await followContacts(tx, agreementId);
        const about = { partnerId: id, agreementId, contactId, userId: contact.user_id };
        await recordEvent(tx, actor, "partner.contact-removed", about);
      });
      await policy.publish();
      return whole(actor, id);
    },

    async issueLink(actor: Actor, id: string, contactId: string) {
      const link = await change(actor, "partner.manage", id, async (tx, partner) => {
        const contact = await findContact(tx, partner, contactId);
        const guest = contact.side === "theirs" ? await store.guestOf(tx, contact.user_id) : undefined;
        if (guest === undefined) throw new AppError("NOT_FOUND", { noun: "contact person" });
        const issued = await links.issue(tx, actor, contact.user_id);
        await recordEvent(tx, actor, "guest.link-issued", { guestId: guest.id });
        return issued.link;
      });
      return { whole: await whole(actor, id), link };
    },

    async openRoom(actor: Actor, id: string, { name, seen }: { name: LocalizedText; seen: string }) {
      await change(actor, "partner.manage", id, async (tx, partner) => {
        const agreement = agreementInForce(partner);
        await requireSeen(tx, partner, seen);
        const roomId = randomUUID();
        await openRoom(tx, { agreementId: agreement.id, partnerName: partner.name }, { id: roomId, name, at: new Date() });
        const about = { partnerId: id, agreementId: agreement.id, partnerRoomId: roomId };
        await recordEvent(tx, actor, "partner.room-opened", about);
      });
      return whole(actor, id);
    },

    async notice(actor: Actor, id: string, { requestId, title, text }: { requestId: string; title: string; text: string }) {
      await change(actor, "partner.work", id, async (tx, partner, account) => {
        const agreementId = agreementInForce(partner).id;
        const noticeId = deterministicId("partner-notice", id, account.userId, requestId);
        const row = { id: noticeId, agreementId, title, text, by: byOf(account), at: new Date() };
        if (!(await store.insertNotice(tx, row))) return;
        await recordEvent(tx, actor, "partner.noticed", { partnerId: id, agreementId, noticeId });
      });
      return whole(actor, id);
    },
  };
}

/** The first room of a zone, where everything that happens is told. */
export async function conversationOf(db: Parameters<typeof store.listRooms>[0], agreementId: string): Promise<string | null> {
  const [first] = await store.listRooms(db, agreementId);
  return first?.room_id ?? null;
}
