import { z } from "zod";

import { LocalizedText, Locale, NoContent, RoomId, Timestamp, UserId } from "./common.ts";
import { defineErrors, defineTopics, event } from "./declare.ts";
import { AbilityName } from "./names.ts";
import { roles } from "./roles.ts";
import { defineRoutes } from "./routes.ts";

/** The answer of the homeserver to an OpenID token request (Matrix client-server API, `openid/request_token`). */
export const OpenIdToken = z
  .strictObject({
    access_token: z.string().min(1).max(1024),
    token_type: z.literal("Bearer"),
    matrix_server_name: z.string().min(1).max(255),
    expires_in: z.number().int().positive(),
  })
  .meta({ id: "OpenIdToken", description: "As the homeserver issued it" });

/** Who is signed in, what the account is and what it may do. */
export const Account = z
  .object({
    userId: UserId,
    class: z.enum(["staff", "guest"]),
    role: z.enum(roles),
    abilities: z.array(AbilityName),
    name: LocalizedText,
    locale: Locale,
    company: LocalizedText.meta({ description: "The company that runs this installation" }),
    person: z.object({ id: z.string(), departmentId: z.string().nullable(), title: LocalizedText }).nullable(),
    guest: z
      .object({ id: z.string(), companyName: LocalizedText, expiresAt: Timestamp, roomIds: z.array(RoomId) })
      .nullable(),
  })
  .meta({ id: "Account", description: "The signed-in account" });
export type Account = z.infer<typeof Account>;

/** Somewhere that the account is signed in. */
export const Device = z
  .object({
    id: z.string(),
    name: z.string().nullable().meta({ description: "As the program that signed in calls itself" }),
    userAgent: z.string().nullable(),
    lastSeenAt: Timestamp.nullable(),
    current: z.boolean().meta({ description: "The one that asks" }),
  })
  .meta({ id: "Device" });
export type Device = z.infer<typeof Device>;

export const events = {
  "session.devices-ended": event<{ userId: string; count: number }>(({ userId }) => `account:${userId}`),
};

export const topics = defineTopics({
  /** What the account itself may do. */
  session: "self",
});

export const errors = defineErrors({
  OPENID_REFUSED: { status: 401, message: "The homeserver does not confirm this OpenID token", log: "info" },
  SERVER_NOT_TRUSTED: { status: 403, message: "Accounts of {server} are not admitted here", log: "warn" },
  ACCOUNT_UNKNOWN: { status: 403, message: "This account is not known to the company", log: "info" },
  ACCOUNT_ENDED: { status: 403, message: "The access of this account has ended", log: "info" },
  PASSWORD_TOO_WEAK: { status: 422, message: "The password needs at least {length} characters", log: "debug" },
});

export const routes = defineRoutes({
  "POST /api/session": {
    access: "public",
    summary: "Sign in with a Matrix OpenID token, which is checked at the user's own homeserver",
    body: z.strictObject({
      openId: OpenIdToken,
      deviceId: z
        .string()
        .min(1)
        .max(255)
        .optional()
        .meta({ description: "The Matrix device that signs in; signing it out ends this session too" }),
    }),
    response: z.object({
      account: Account,
      token: z.string().meta({ description: "Bearer token for programs; browsers use the cookie that comes along" }),
      expiresAt: Timestamp,
    }),
    status: 201,
  },
  "GET /api/session": { access: "self", summary: "Who is signed in", response: Account },
  "DELETE /api/session": { access: "self", summary: "Sign out of this service", response: NoContent, status: 204 },
  "GET /api/session/devices": {
    access: "self",
    summary: "Where the asker is signed in, this place first",
    response: z.object({ items: z.array(Device) }),
  },
  "DELETE /api/session/devices/{deviceId}": {
    access: "self",
    summary: "Sign one of one's own devices out",
    params: z.strictObject({ deviceId: z.string().min(1).max(255) }),
    response: NoContent,
    status: 204,
  },
  "DELETE /api/session/devices": {
    access: "self",
    summary: "Sign out everywhere but here",
    response: NoContent,
    status: 204,
  },
  "PUT /api/session/password": {
    access: "self",
    summary: "Set the password of one's own staff account after signing in by link",
    body: z.strictObject({ password: z.string().min(1).max(512) }),
    response: NoContent,
    status: 204,
  },
});
