import { z } from "zod";
import { ExternalId, Locale, LocalizedText, pageOf, PageQuery, RoomId, Timestamp, UserId } from "./common.ts";
import { defineAbilities, defineErrors, defineTopics, event, notice } from "./declare.ts";
import { isPlainName } from "./name-characters.ts";
import { frontlineRoles, staffRoles } from "./roles.ts";
import { defineRoutes } from "./routes.ts";

/** A company outside that buys from us. */
export const Customer = z.object({ id: ExternalId, name: LocalizedText }).meta({ id: "Customer" });
export type Customer = z.infer<typeof Customer>;

export const Guest = z
  .object({
    id: z.string(),
    userId: UserId,
    name: z.string(),
    email: z.string().nullable(),
    customer: Customer,
    roomId: RoomId.nullable().meta({ description: "The room made for the guest, once it exists" }),
    invitedBy: UserId,
    invitedAt: Timestamp,
    expiresAt: Timestamp,
    state: z.enum(["invited", "active", "expired", "revoked"]),
    abilities: z
      .array(z.enum(["guest.issue-link", "guest.prolong", "guest.revoke"]))
      .meta({ description: "What the asker may do with this guest" }),
  })
  .meta({ id: "Guest" });
export type Guest = z.infer<typeof Guest>;

const IssuedLink = z.object({
  guest: Guest,
  link: z.url().meta({ description: "Shown once; only its hash is kept" }),
  linkExpiresAt: Timestamp,
});

/** Control and direction characters could make a name look like another one in a member list. */
const PersonName = z
  .string()
  .trim()
  .min(1)
  .max(80)
  // That it is empty is said by `min` alone.
  .refine((name) => name === "" || isPlainName(name), "may not hold control or direction characters");

/** Roles that an invitation can give. */
export const guestRoles = ["guest", "customer", "customer_lead"] as const;
export type GuestRole = (typeof guestRoles)[number];

const guestParams = z.strictObject({ guestId: z.string().max(64) });

export const abilities = defineAbilities({
  "guest.read": { meaning: "see the guests one answers for", roles: [...frontlineRoles, "auditor"] },
  "guest.invite": { meaning: "invite somebody from outside the company", roles: frontlineRoles },
  "guest.issue-link": { meaning: "issue another sign-in link to a guest", roles: [...frontlineRoles, "operator"] },
  "guest.prolong": { meaning: "let a guest's access go on for longer", roles: frontlineRoles },
  "guest.revoke": { meaning: "end a guest's access at once", roles: frontlineRoles },
  "customer.read": { meaning: "see the customer companies", roles: staffRoles },
});

const guest = ({ guestId }: { guestId: string }): string => `guest:${guestId}`;

export const events = {
  "guest.invited": event<{ guestId: string; customerId: string }>(guest),
  "guest.link-issued": event<{ guestId: string }>(guest),
  "guest.arrived": event<{ guestId: string }>(guest),
  "guest.expired": event<{ guestId: string }>(guest),
  "guest.prolonged": event<{ guestId: string }>(guest),
  "guest.revoked": event<{ guestId: string }>(guest),
  "guest.handed-over": event<{ guestId: string; from: string; to: string }>(guest),
};

export const notices = {
  "guest.arrived": notice<{ guestId: string; name: string; company: LocalizedText }>(),
  "guest.expired": notice<{ guestId: string; name: string; company: LocalizedText }>(),
  "guest.handed-over": notice<{ guestId: string; name: string; company: LocalizedText }>(),
};

export const topics = defineTopics({
  guests: "guest.read",
});

export const errors = defineErrors({
  GUEST_ENDED: { status: 409, message: "The access of this guest has ended", log: "info" },
  GUEST_END_OUT_OF_RANGE: {
    status: 422,
    message: "The new end has to lie after the present one, within {days} days from now",
    log: "debug",
  },
  GUEST_EXISTS: { status: 409, message: "You invited somebody with this address already", log: "info" },
});

export const routes = defineRoutes({
  "GET /api/customers": {
    access: "customer.read",
    summary: "Customer companies",
    response: z.object({ items: z.array(Customer) }),
  },
  "GET /api/guests": {
    access: "guest.read",
    summary: "Guests: own ones, for administrators and auditors all",
    query: PageQuery,
    response: pageOf(Guest),
  },
  "POST /api/guests": {
    access: "guest.invite",
    summary: "Invite somebody of a customer company into a room made for that company",
    body: z.strictObject({
      name: PersonName,
      email: z.email().max(254).optional(),
      customerId: ExternalId,
      role: z.enum(guestRoles).default("customer"),
      locale: Locale.default("en"),
      accountDays: z.number().int().min(1).max(365).optional(),
      requestId: z
        .string()
        .regex(/^[A-Za-z0-9_-]{16,64}$/, "must be 16 to 64 letters, digits, hyphens or underscores")
        .optional()
        .meta({ description: "Made up anew for each invitation: sent again, it invites nobody twice" }),
    }),
    response: IssuedLink,
    status: 201,
  },
  "GET /api/guests/{guestId}": {
    access: "guest.read",
    summary: "One guest",
    params: guestParams,
    response: Guest,
  },
  "POST /api/guests/{guestId}/links": {
    access: "guest.issue-link",
    summary: "Issue another one-time link; earlier ones stop working",
    params: guestParams,
    response: IssuedLink,
    status: 201,
  },
  "PUT /api/guests/{guestId}/end": {
    access: "guest.prolong",
    summary: "Let the guest's access go on until a later day; one that has ended stays ended",
    params: guestParams,
    body: z.strictObject({ expiresAt: Timestamp }),
    response: Guest,
  },
  "DELETE /api/guests/{guestId}": {
    access: "guest.revoke",
    summary: "End the guest's access at once, running sessions included",
    params: guestParams,
    response: Guest,
  },
});
