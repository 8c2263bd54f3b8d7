import { createHash } from "node:crypto";
import type { PartnerDocument, PartnerSide } from "@portico/contract/partners-schemas.ts";
import type { PartnerBy } from "../../db/tables/partner.ts";
import type { AccountActor } from "../../policy/actor.ts";

/** Keys of the zone of an agreement. */
export const spaceKey = (agreementId: string): string => `partner:${agreementId}:space`;
export const roomKey = (agreementId: string, roomId: string): string => `partner:${agreementId}:${roomId}`;

/** The field of our messages that names a version or a confirmation. */
export const VERSION_FIELD = "org.portico.version";
export const CONFIRMATION_FIELD = "org.portico.confirmation";

export const sideOf = (actor: { readonly kind: string }): PartnerSide => (actor.kind === "guest" ? "theirs" : "ours");

export const byOf = (actor: AccountActor): PartnerBy => ({
  userId: actor.userId,
  name: { en: actor.name.en, zh: actor.name.zh || actor.name.en },
  side: sideOf(actor),
});

export const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** Names who can read which rooms: changes as soon as one of both does. */
export const audienceMark = (roomIds: readonly string[], userIds: readonly string[]): string =>
  createHash("sha256")
    .update(JSON.stringify([roomIds.toSorted(), userIds.toSorted()]))
    .digest("base64url")
    .slice(0, 22);

/** Whom a document waits for: only confirmations of its latest version count. */
export function documentState(confirmed: ReadonlySet<PartnerSide>): PartnerDocument["state"] {
  if (confirmed.size === 0) return "waiting_both";
  if (!confirmed.has("ours")) return "waiting_ours";
  return confirmed.has("theirs") ? "confirmed" : "waiting_theirs";
}

const DAY_MS = 86_400_000;

/** How far an order is from what was agreed. */
export const deviation = (order: {
  readonly due_on: string;
  readonly expected_on: string;
  readonly quantity: number;
  readonly expected_quantity: number;
}): { daysLate: number; missing: number } => ({
  daysLate: Math.round((Date.parse(order.expected_on) - Date.parse(order.due_on)) / DAY_MS),
  missing: order.quantity - order.expected_quantity,
});
