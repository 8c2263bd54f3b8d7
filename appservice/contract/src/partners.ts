import { z } from "zod";
import { ExternalId, Locale, LocalizedText, UserId } from "./common.ts";
import { defineAbilities, defineErrors, defineTopics, event, notice } from "./declare.ts";
import { isPlainName } from "./name-characters.ts";
import {
  documentKinds,
  orderKinds,
  orderStages,
  Partner,
  PartnerAudience,
  PartnerDocument,
  partnerKinds,
  PartnerOrder,
  partnerSides,
  PartnerToken,
  PartnerWhole,
  tokenAbilities,
  VERSION_FILE_BYTES,
} from "./partners-schemas.ts";
import { frontlineRoles, staffRoles } from "./roles.ts";
import { defineRoutes } from "./routes.ts";

const plain = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .refine((name) => name === "" || isPlainName(name), "may not hold control or direction characters");
const Name = z.strictObject({ en: plain(80), zh: plain(80) });
const Text = z.string().trim().min(1).max(8_000);
const Day = z.iso.date();
const Count = z.number().int().min(0).max(1_000_000_000);
const Base64 = z
  .base64()
  .min(4)
  .max(Math.ceil(VERSION_FILE_BYTES / 3) * 4);
const requestId = z.uuid().meta({ description: "Made up anew for each: sent again, it does nothing twice" });
const seen = z.string().max(64).meta({ description: "Of the audience that was shown before" });

const params = z.strictObject({ partnerId: ExternalId });
const contactParams = params.extend({ contactId: z.uuid() });
const documentParams = params.extend({ documentId: z.uuid() });
const versionParams = documentParams.extend({ versionId: z.uuid() });
const orderParams = params.extend({ orderId: z.uuid() });
const agreement = { title: plain(120), terms: Text };
const file = { fileName: plain(120), contentType: z.string().regex(/^[\w.+-]+\/[\w.+-]+$/).max(120), content: Base64 };
const token = z.string().regex(/^[A-Za-z0-9_-]{43}$/, "must be a token of a partner's system");

const partnerRoles = [...staffRoles, "partner_contact"] as const;

export const abilities = defineAbilities({
  "partner.read": { meaning: "see the partners that one works with", roles: partnerRoles },
  "partner.create": { meaning: "propose an agreement to a new partner", roles: frontlineRoles },
  "partner.manage": { meaning: "keep a partner's agreement, contacts, rooms and systems", roles: staffRoles },
  "partner.work": { meaning: "share notices, versions and progress with a partner", roles: partnerRoles },
  "partner.accept": { meaning: "accept an agreement for the partner", roles: ["partner_contact"] },
  "partner.end": { meaning: "end an agreement at once", roles: partnerRoles },
});

const stream = ({ partnerId }: { partnerId: string }): string => `partner:${partnerId}`;
type About = { partnerId: string; agreementId: string };
type AboutVersion = About & { documentId: string; versionId: string };

export const events = {
  "partner.proposed": event<About>(stream),
  "partner.accepted": event<About>(stream),
  "partner.ended": event<About & { reason: string }>(stream),
  "partner.contact-added": event<About & { contactId: string; userId: string }>(stream),
  "partner.contact-removed": event<About & { contactId: string; userId: string }>(stream),
  "partner.room-opened": event<About & { partnerRoomId: string }>(stream),
  "partner.noticed": event<About & { noticeId: string }>(stream),
  "partner.version-added": event<AboutVersion & { sha256: string }>(stream),
  "partner.version-confirmed": event<AboutVersion & { sha256: string; confirmationId: string }>(stream),
  "partner.order-changed": event<About & { orderId: string; entryId: string }>(stream),
  "partner.token-issued": event<About & { tokenId: string }>(stream),
  "partner.token-revoked": event<About & { tokenId: string }>(stream),
};

/** `where` is the page for who is told: the partner's people have other ones. */
type Told = { partner: LocalizedText; title: string; where: string };
export const notices = {
  "partner.accepted": notice<Told>(),
  "partner.ended": notice<Told>(),
  "partner.notice": notice<Told>(),
  "partner.version": notice<Told>(),
  "partner.confirmed": notice<Told>(),
  "partner.order": notice<Told>(),
};

export const topics = defineTopics({ partners: "partner.read" });

export const errors = defineErrors({
  PARTNER_AGREEMENT_CLOSED: { status: 409, message: "There is no agreement in force", log: "info" },
  PARTNER_AGREEMENT_OPEN: { status: 409, message: "There is an agreement that has not ended", log: "info" },
  PARTNER_AUDIENCE_CHANGED: { status: 409, message: "Who can read there has changed; look again", log: "info" },
  PARTNER_VERSION_OLD: { status: 409, message: "There is a newer version", log: "info" },
  PARTNER_PROOF_PENDING: { status: 409, message: "The signed events are still being sent", log: "info" },
  PARTNER_ORDER_EXISTS: { status: 409, message: "There is an order with this number", log: "info" },
  PARTNER_TOKEN_INVALID: { status: 403, message: "The token is not valid for this", log: "info" },
  PARTNER_FILE_TOO_LARGE: { status: 413, message: "A version's file may have {most} bytes", log: "info" },
});

const LinkOf = z.object({
  whole: PartnerWhole,
  link: z.url().nullable().meta({ description: "Signs the partner's person in; shown once" }),
});
const progress = {
  stage: z.enum(orderStages),
  expectedOn: Day,
  expectedQuantity: Count,
  note: z.string().trim().max(2_000).default(""),
};
const newOrder = {
  number: ExternalId,
  kind: z.enum(orderKinds),
  title: plain(160),
  quantity: Count.min(1),
  unit: plain(20),
  dueOn: Day,
};

export const routes = defineRoutes({
  "GET /api/partners": {
    access: "partner.read",
    summary: "Partners that the asker works with; for administrators and auditors all",
    response: z.object({ items: z.array(Partner) }),
  },
  "POST /api/partners": {
    access: "partner.create",
    summary: "Enter a partner and propose an agreement; the asker is the first contact person",
    body: z.strictObject({ name: Name, kind: z.enum(partnerKinds), ...agreement, requestId }),
    response: PartnerWhole,
    status: 201,
  },
  "GET /api/partners/{partnerId}": {
    access: "partner.read",
    summary: "A partner with agreements, contact persons, rooms and notices",
    params,
    response: PartnerWhole,
  },
  "GET /api/partners/{partnerId}/audience": {
    access: "partner.work",
    summary: "Who can read what in the zone",
    params,
    response: PartnerAudience,
  },
  "POST /api/partners/{partnerId}/agreements": {
    access: "partner.manage",
    summary: "Propose a new agreement after the last one has ended",
    params,
    body: z.strictObject(agreement),
    response: PartnerWhole,
    status: 201,
  },
  "POST /api/partners/{partnerId}/acceptance": {
    access: "partner.accept",
    summary: "A contact person of the partner accepts the agreement",
    params,
    response: PartnerWhole,
  },
  "POST /api/partners/{partnerId}/end": {
    access: "partner.end",
    summary: "Either side ends the agreement at once; the record stays, the partner's people are out",
    params,
    body: z.strictObject({ reason: z.string().trim().min(1).max(500) }),
    response: z.object({ ended: z.literal(true) }),
  },
  "POST /api/partners/{partnerId}/contacts": {
    access: "partner.manage",
    summary: "Add a contact person: a colleague, or somebody of the partner, who gets a link",
    params,
    body: z.discriminatedUnion("side", [
      z.strictObject({ side: z.literal("ours"), userId: UserId, duty: plain(120), seen }),
      z.strictObject({
        side: z.literal("theirs"),
        name: plain(80),
        email: z.email().max(254).optional(),
        locale: Locale,
        duty: plain(120),
        seen,
      }),
    ]),
    response: LinkOf,
    status: 201,
  },
  "DELETE /api/partners/{partnerId}/contacts/{contactId}": {
    access: "partner.manage",
    summary: "Take a contact person out of the zone; the access of the partner's person ends at once",
    params: contactParams,
    response: PartnerWhole,
  },
  "POST /api/partners/{partnerId}/contacts/{contactId}/links": {
    access: "partner.manage",
    summary: "Another sign-in link for somebody of the partner; earlier ones stop working",
    params: contactParams,
    response: LinkOf,
    status: 201,
  },
  "POST /api/partners/{partnerId}/rooms": {
    access: "partner.manage",
    summary: "Open another room in the zone, for all its contact persons",
    params,
    body: z.strictObject({ name: Name, seen }),
    response: PartnerWhole,
    status: 201,
  },
  "POST /api/partners/{partnerId}/notices": {
    access: "partner.work",
    summary: "Tell the other side something that stays on the page",
    params,
    body: z.strictObject({ title: plain(120), text: Text, requestId }),
    response: PartnerWhole,
    status: 201,
  },
  "GET /api/partners/{partnerId}/documents": {
    access: "partner.read",
    summary: "Contracts and quotes with their versions",
    params,
    response: z.object({ items: z.array(PartnerDocument) }),
  },
  "POST /api/partners/{partnerId}/versions": {
    access: "partner.work",
    summary: "Begin a contract or quote with its first version",
    params,
    body: z.strictObject({ kind: z.enum(documentKinds), title: plain(160), note: z.string().trim().max(500), ...file, requestId }),
    bodyLimit: "import",
    response: PartnerDocument,
    status: 201,
  },
  "POST /api/partners/{partnerId}/documents/{documentId}/versions": {
    access: "partner.work",
    summary: "Add a version; confirmations of the one before no longer hold",
    params: documentParams,
    body: z.strictObject({ note: z.string().trim().max(500), ...file, expectedVersion: z.number().int().min(1) }),
    bodyLimit: "import",
    response: PartnerDocument,
    status: 201,
  },
  "POST /api/partners/{partnerId}/documents/{documentId}/versions/{versionId}/confirmation": {
    access: "partner.work",
    summary: "Confirm the latest version for one's side: the file with this hash",
    params: versionParams,
    body: z.strictObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
    response: PartnerDocument,
  },
  "GET /api/partners/{partnerId}/documents/{documentId}/versions/{versionId}/file": {
    access: "partner.read",
    summary: "The file of a version",
    params: versionParams,
    response: z.object({ fileName: z.string(), contentType: z.string(), sha256: z.string(), content: z.base64() }),
  },
  "GET /api/partners/{partnerId}/documents/{documentId}/proof": {
    access: "partner.read",
    summary: "Everything in one file that `npm run verify` proves without a server",
    params: documentParams,
    response: z.object({ fileName: z.string(), proof: z.record(z.string(), z.unknown()) }),
  },
  "GET /api/partners/{partnerId}/orders": {
    access: "partner.read",
    summary: "Orders and deliveries with their course",
    params,
    response: z.object({ items: z.array(PartnerOrder) }),
  },
  "POST /api/partners/{partnerId}/orders": {
    access: "partner.work",
    summary: "Enter an order or delivery",
    params,
    body: z.strictObject(newOrder),
    response: PartnerOrder,
    status: 201,
  },
  "POST /api/partners/{partnerId}/orders/{orderId}/entries": {
    access: "partner.work",
    summary: "Write where it stands",
    params: orderParams,
    body: z.strictObject({ ...progress, expectedVersion: z.number().int().min(1) }),
    response: PartnerOrder,
  },
  "GET /api/partners/{partnerId}/tokens": {
    access: "partner.manage",
    summary: "Tokens of the companies' systems",
    params,
    response: z.object({ items: z.array(PartnerToken) }),
  },
  "POST /api/partners/{partnerId}/tokens": {
    access: "partner.manage",
    summary: "Issue a token; only its hash is kept",
    params,
    body: z.strictObject({
      name: plain(80),
      side: z.enum(partnerSides),
      abilities: z.array(z.enum(tokenAbilities)).min(1).max(2),
    }),
    response: z.object({ token: z.string(), item: PartnerToken }),
    status: 201,
  },
  "DELETE /api/partners/{partnerId}/tokens/{tokenId}": {
    access: "partner.manage",
    summary: "Revoke a token at once",
    params: params.extend({ tokenId: z.uuid() }),
    response: PartnerToken,
  },
  "POST /api/partner-systems/orders": {
    access: "public",
    summary: "A company's system reads the orders of its zone",
    body: z.strictObject({ token }),
    response: z.object({ items: z.array(PartnerOrder) }),
  },
  "PUT /api/partner-systems/orders": {
    access: "public",
    summary: "A company's system writes where an order stands, and enters it when it is new; the same twice is written once",
    body: z.strictObject({ token, number: ExternalId, order: z.strictObject(newOrder).omit({ number: true }).optional(), ...progress }),
    response: PartnerOrder,
  },
});
