import type { Db } from "../../db/connection.ts";
import type { PartnerBy } from "../../db/tables/partner.ts";
import type { RecordedEvent } from "../../outbox/consumer.ts";
import type { Change, Notice, Outbox, RoomMessage } from "../../outbox/reactions.ts";
import { CONFIRMATION_FIELD, VERSION_FIELD } from "./model.ts";
import { listOrders } from "./progress/store.ts";
import { conversationOf } from "./service.ts";
import { findNotice, findPartner, listContacts } from "./store.ts";
import { findConfirmation, findVersion } from "./versions/store.ts";

type Named = "accepted" | "ended" | "noticed" | "version-added" | "version-confirmed" | "order-changed";
type About = { readonly actor: string; readonly payload: { readonly partnerId: string; readonly agreementId: string } };
type Kind = Extract<Notice["kind"], `partner.${string}`>;
type EventOf<Name extends Named> = RecordedEvent<`partner.${Name}`>;

/** Both sides' contact persons, and who oversees every partner. Somebody who was taken out sees it go. */
async function changes({ payload: { agreementId } }: About, db: Db): Promise<Change[]> {
  const users = (await listContacts(db, agreementId)).map(({ user_id }) => user_id);
  return [
    { topic: "partners", users, roles: ["admin", "auditor"] },
    { topic: "inbox", users },
  ];
}

interface Told {
  readonly kind: Kind;
  readonly title: string;
  /** The page on our side, after `/partners/<id>`, and on theirs. */
  readonly pages: readonly [ours: string, theirs: string];
}

/** In the bells of the contact persons who did not do it themselves. */
async function tell({ actor, payload: { partnerId, agreementId } }: About, told: Told, db: Db): Promise<Notice[]> {
  const partner = await findPartner(db, partnerId);
  if (partner === undefined) return [];
  const contacts = (await listContacts(db, agreementId)).filter(({ removed_at }) => removed_at === null);
  const [ours, theirs] = told.pages;
  return contacts
    .filter(({ user_id }) => user_id !== actor)
    .map(({ user_id: userId, side }) => ({
      kind: told.kind,
      userId,
      fields: {
        partner: partner.name,
        title: told.title,
        where: side === "ours" ? `/partners/${partnerId}${ours}` : theirs,
      },
    }));
}

const agreementTitle = async ({ payload: { partnerId } }: About, db: Db): Promise<string> =>
  (await findPartner(db, partnerId))?.agreement?.title ?? "";

/** A message in the zone in the name of who did it; a system's deeds are told by the bot. */
async function say(
  agreementId: string,
  by: PartnerBy,
  content: Readonly<Record<string, unknown>>,
  db: Db,
): Promise<RoomMessage[]> {
  const roomId = await conversationOf(db, agreementId);
  if (roomId === null) return [];
  return [{ roomId, ...(by.userId !== null && { sender: by.userId }), content }];
}

async function postNotice({ payload }: EventOf<"noticed">, db: Db): Promise<RoomMessage[]> {
  const notice = await findNotice(db, payload.noticeId);
  if (notice === undefined) return [];
  return say(payload.agreementId, notice.by, { msgtype: "m.text", body: `${notice.title}\n\n${notice.text}` }, db);
}

async function postVersion({ payload }: EventOf<"version-added">, db: Db): Promise<RoomMessage[]> {
  const version = await findVersion(db, payload.versionId);
  if (version === undefined) return [];
  const { documentId, versionId, sha256 } = payload;
  const content = {
    msgtype: "m.file",
    body: version.file_name,
    filename: version.file_name,
    url: version.uri,
    info: { size: version.size, mimetype: version.content_type },
    [VERSION_FIELD]: { documentId, versionId, number: version.number, title: version.title, sha256 },
  };
  return say(payload.agreementId, version.by, content, db);
}

async function postConfirmation({ payload }: EventOf<"version-confirmed">, db: Db): Promise<RoomMessage[]> {
  const { documentId, versionId, confirmationId, sha256 } = payload;
  const version = await findVersion(db, versionId);
  const confirmation = await findConfirmation(db, confirmationId);
  if (version === undefined || confirmation === undefined) return [];
  const { number, title } = version;
  const { by } = confirmation;
  const content = {
    msgtype: "m.text",
    body: `✓ ${title} · ${number} · SHA-256 ${sha256.slice(0, 16)}…`,
    [CONFIRMATION_FIELD]: { documentId, versionId, confirmationId, number, title, sha256, side: by.side },
  };
  return say(payload.agreementId, by, content, db);
}

async function aboutVersion(event: EventOf<"version-added"> | EventOf<"version-confirmed">, kind: Kind, db: Db) {
  const { documentId, versionId } = event.payload;
  const title = (await findVersion(db, versionId))?.title ?? "";
  return tell(event, { kind, title, pages: [`/versions/${documentId}`, `/versions/${documentId}`] }, db);
}

export const partnerReactions: Outbox = {
  "partner.proposed": { changes },
  "partner.accepted": {
    changes,
    notices: async (event, db) =>
      tell(event, { kind: "partner.accepted", title: await agreementTitle(event, db), pages: ["", "/agreement"] }, db),
  },
  "partner.ended": {
    changes,
    notices: async (event, db) =>
      tell(event, { kind: "partner.ended", title: await agreementTitle(event, db), pages: ["", "/agreement"] }, db),
  },
  "partner.contact-added": { changes },
  "partner.contact-removed": { changes },
  "partner.room-opened": { changes },
  "room.created": {
    changes: async ({ payload: { owner } }, db) =>
      owner?.kind === "partner"
        ? [{ topic: "partners", users: (await listContacts(db, owner.id)).map(({ user_id }) => user_id), roles: ["admin"] }]
        : [],
  },
  "partner.noticed": {
    changes,
    messages: postNotice,
    notices: async (event, db) => {
      const title = (await findNotice(db, event.payload.noticeId))?.title ?? "";
      return tell(event, { kind: "partner.notice", title, pages: ["/notices", "/agreement"] }, db);
    },
  },
  "partner.version-added": {
    changes,
    messages: postVersion,
    notices: (event, db) => aboutVersion(event, "partner.version", db),
  },
  "partner.version-confirmed": {
    changes,
    messages: postConfirmation,
    notices: (event, db) => aboutVersion(event, "partner.confirmed", db),
  },
  "partner.order-changed": {
    changes,
    notices: async (event, db) => {
      const { partnerId, orderId } = event.payload;
      const [order] = await listOrders(db, partnerId, { id: orderId });
      if (order === undefined) return [];
      const title = `${order.number} ${order.title}`;
      return tell(event, { kind: "partner.order", title, pages: [`/progress/${orderId}`, `/progress/${orderId}`] }, db);
    },
  },
  "partner.token-issued": { changes },
  "partner.token-revoked": { changes },
};
