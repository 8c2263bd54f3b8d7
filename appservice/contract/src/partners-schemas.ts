import { z } from "zod";
import { ExternalId, LocalizedText, RoomId, Timestamp, UserId } from "./common.ts";
import { AbilityName } from "./names.ts";

export const partnerKinds = ["supplier", "channel", "development", "logistics", "other"] as const;
export const agreementStates = ["proposed", "accepted", "ended"] as const;
export const partnerStates = ["new", ...agreementStates] as const;
export const partnerSides = ["ours", "theirs"] as const;
export const documentKinds = ["quote", "contract"] as const;
export const orderKinds = ["order", "delivery"] as const;
export const orderStages = ["placed", "confirmed", "production", "shipped", "delivered", "cancelled"] as const;
export const tokenAbilities = ["orders.read", "orders.write"] as const;
export type PartnerSide = (typeof partnerSides)[number];
export type PartnerKind = (typeof partnerKinds)[number];
export type AgreementState = (typeof agreementStates)[number];
export type DocumentKind = (typeof documentKinds)[number];
export type OrderKind = (typeof orderKinds)[number];
export type OrderStage = (typeof orderStages)[number];
export type TokenAbility = (typeof tokenAbilities)[number];

/** The largest file of a version. */
export const VERSION_FILE_BYTES = 5_000_000;

const Side = z.enum(partnerSides).meta({ description: "`ours`: the company that runs this Portico" });
const Day = z.iso.date();
const Hash = z.string().regex(/^[0-9a-f]{64}$/);

/** Who did something, as it was then. */
const By = z.object({ userId: UserId.nullable(), name: LocalizedText, side: Side });

export const PartnerAgreement = z
  .object({
    id: z.uuid(),
    title: z.string(),
    terms: z.string(),
    state: z.enum(agreementStates),
    proposedBy: By,
    proposedAt: Timestamp,
    acceptedBy: By.nullable(),
    acceptedAt: Timestamp.nullable(),
    endedBy: By.nullable(),
    endedAt: Timestamp.nullable(),
    endReason: z.string().nullable(),
  })
  .meta({ id: "PartnerAgreement" });
export type PartnerAgreement = z.infer<typeof PartnerAgreement>;

export const PartnerContact = z
  .object({
    id: z.uuid(),
    side: Side,
    userId: UserId,
    name: LocalizedText,
    company: z.string().nullable().meta({ description: "Badge of the partner's people" }),
    duty: z.string().meta({ description: "What to ask this person about" }),
    addedAt: Timestamp,
    removedAt: Timestamp.nullable(),
    arrived: z.boolean().meta({ description: "Has signed in at least once" }),
  })
  .meta({ id: "PartnerContact" });
export type PartnerContact = z.infer<typeof PartnerContact>;

export const PartnerRoom = z
  .object({ id: z.uuid(), name: LocalizedText, roomId: RoomId.nullable(), archived: z.boolean() })
  .meta({ id: "PartnerRoom", description: "A room of the zone" });
export type PartnerRoom = z.infer<typeof PartnerRoom>;

export const PartnerNotice = z
  .object({ id: z.uuid(), title: z.string(), text: z.string(), by: By, at: Timestamp })
  .meta({ id: "PartnerNotice" });
export type PartnerNotice = z.infer<typeof PartnerNotice>;

export const Partner = z
  .object({
    id: ExternalId,
    name: LocalizedText,
    kind: z.enum(partnerKinds),
    state: z.enum(partnerStates),
    title: z.string().nullable().meta({ description: "Of the latest agreement" }),
    since: Timestamp.nullable().meta({ description: "When it came into this state" }),
    contacts: z.object({ ours: z.number().int(), theirs: z.number().int() }),
    waiting: z.number().int().meta({ description: "Versions that wait for the asker's side" }),
    late: z.number().int().meta({ description: "Orders and deliveries that come later than agreed" }),
  })
  .meta({ id: "Partner" });
export type Partner = z.infer<typeof Partner>;

export const PartnerWhole = z
  .object({
    partner: Partner,
    agreements: z.array(PartnerAgreement).meta({ description: "Latest first; ended ones stay" }),
    contacts: z.array(PartnerContact).meta({ description: "Of the latest agreement" }),
    rooms: z.array(PartnerRoom).meta({ description: "Of the latest agreement's zone" }),
    notices: z.array(PartnerNotice),
    side: Side.meta({ description: "The asker's" }),
    abilities: z.array(AbilityName),
  })
  .meta({ id: "PartnerWhole" });
export type PartnerWhole = z.infer<typeof PartnerWhole>;

export const PartnerAudience = z
  .object({
    seen: z.string().meta({ description: "To be sent along when something is opened to these readers" }),
    rooms: z.array(PartnerRoom),
    readers: z.array(z.object({ userId: UserId, name: LocalizedText, company: z.string().nullable() })),
  })
  .meta({ id: "PartnerAudience", description: "Who can read what in the zone, from its beginning on" });

const Confirmation = z.object({
  by: By,
  at: Timestamp,
  eventId: z.string().nullable().meta({ description: "The signed Matrix event, once it is sent" }),
});

export const PartnerVersion = z
  .object({
    id: z.uuid(),
    number: z.number().int(),
    fileName: z.string(),
    contentType: z.string(),
    size: z.number().int(),
    sha256: Hash,
    note: z.string(),
    by: By,
    at: Timestamp,
    eventId: z.string().nullable(),
    confirmations: z.object({ ours: Confirmation.nullable(), theirs: Confirmation.nullable() }),
  })
  .meta({ id: "PartnerVersion" });
export type PartnerVersion = z.infer<typeof PartnerVersion>;

export const PartnerDocument = z
  .object({
    id: z.uuid(),
    partnerId: ExternalId,
    kind: z.enum(documentKinds),
    title: z.string(),
    state: z.enum(["waiting_both", "waiting_ours", "waiting_theirs", "confirmed"]),
    versions: z.array(PartnerVersion).meta({ description: "Latest first" }),
    side: Side,
    abilities: z.array(AbilityName),
  })
  .meta({ id: "PartnerDocument", description: "A contract or quote that both sides confirm" });
export type PartnerDocument = z.infer<typeof PartnerDocument>;

export const PartnerOrderEntry = z
  .object({
    id: z.uuid(),
    by: By,
    system: z.string().nullable().meta({ description: "Name of the token when a company's system wrote it" }),
    at: Timestamp,
    stage: z.enum(orderStages),
    expectedOn: Day,
    expectedQuantity: z.number().int(),
    note: z.string(),
  })
  .meta({ id: "PartnerOrderEntry" });

export const PartnerOrder = z
  .object({
    id: z.uuid(),
    partnerId: ExternalId,
    number: z.string(),
    kind: z.enum(orderKinds),
    title: z.string(),
    quantity: z.number().int(),
    unit: z.string(),
    dueOn: Day,
    stage: z.enum(orderStages),
    expectedOn: Day,
    expectedQuantity: z.number().int(),
    daysLate: z.number().int().meta({ description: "Expected after the day agreed; negative: before it" }),
    missing: z.number().int().meta({ description: "Less than agreed; negative: more" }),
    version: z.number().int(),
    entries: z.array(PartnerOrderEntry).meta({ description: "Latest first" }),
    abilities: z.array(AbilityName),
  })
  .meta({ id: "PartnerOrder" });
export type PartnerOrder = z.infer<typeof PartnerOrder>;

export const PartnerToken = z
  .object({
    id: z.uuid(),
    name: z.string(),
    side: Side,
    abilities: z.array(z.enum(tokenAbilities)),
    createdAt: Timestamp,
    lastUsedAt: Timestamp.nullable(),
    revokedAt: Timestamp.nullable(),
  })
  .meta({ id: "PartnerToken", description: "Lets a company's system write progress" });
export type PartnerToken = z.infer<typeof PartnerToken>;
