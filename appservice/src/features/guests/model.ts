import { randomBytes, randomUUID } from "node:crypto";
import { deterministicId } from "../../deterministic-id.ts";
import type { Guest } from "@portico/contract/guests.ts";

/** A guest with everything that an answer tells of him. */
export interface GuestRecord {
  readonly id: string;
  readonly userId: string;
  readonly name: string;
  readonly email: string | null;
  readonly customer: { readonly id: string; readonly name: { readonly en: string; readonly zh: string } };
  readonly roomId: string | null;
  readonly invitedBy: string;
  readonly invitedAt: Date;
  readonly expiresAt: Date;
  readonly arrivedAt: Date | null;
  readonly revokedAt: Date | null;
}

/** Where a guest stands at a moment; a revoked one stays revoked when the time runs out too. */
export function guestState(
  guest: Pick<GuestRecord, "expiresAt" | "arrivedAt" | "revokedAt">,
  now: Date,
): Guest["state"] {
  if (guest.revokedAt !== null) return "revoked";
  if (guest.expiresAt <= now) return "expired";
  return guest.arrivedAt === null ? "invited" : "active";
}

/** How long before its end an access has to be decided on. */
export const NOTICE_MS = 7 * 86_400_000;

/** The page where something can be done about a guest. */
export const guestLink = (guestId: string): string => `/customers/people/${guestId}`;

/** Key of the one room that a customer company shares with the staff who invited its people. */
export const customerRoomKey = (customerId: string): string => `customer:${customerId}:room`;

/**
 * Ids of a new guest; the local part is random, so that it tells nothing and
 * cannot be guessed. The same request of the same inviter always gives the same
 * `id`, so that asking twice is noticed.
 */
export function newGuestIds(
  prefix: string,
  serverName: string,
  request?: { readonly invitedBy: string; readonly requestId: string },
): { id: string; userId: string } {
  const id = request === undefined ? randomUUID() : deterministicId("guest", request.invitedBy, request.requestId);
  return { id, userId: `@${prefix}${randomBytes(8).toString("hex")}:${serverName}` };
}

/** Place in the list of guests, newest first. */
export interface GuestPosition {
  readonly invitedAt: Date;
  readonly id: string;
}

export const writeCursor = ({ invitedAt, id }: GuestPosition): string =>
  Buffer.from(`${invitedAt.getTime()} ${id}`).toString("base64url");

/** The place that a cursor stands for, or undefined when it is none of ours. */
export function readCursor(cursor: string): GuestPosition | undefined {
  const match = /^(\d{1,15}) ([0-9a-f-]{36})$/.exec(Buffer.from(cursor, "base64url").toString());
  return match?.[1] === undefined || match[2] === undefined
    ? undefined
    : { invitedAt: new Date(Number(match[1])), id: match[2] };
}
